/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/totals.h"
#include "common/base/json.h"
#include "common/index/glass.h"
#include "common/index/snapshot.h"

struct totals {
	uint64_t deleted, terms, bytes;
	struct {
		uint32_t tag;
		uint64_t bytes;
	} sections[SEGMENT_SECTIONS_MAX];
	unsigned section_count;
	struct meta languages; /* only those are used */
};

static void count_section(struct totals *t, const struct segment_section *s)
{
	unsigned i = 0;
	while (i < t->section_count && t->sections[i].tag != s->tag)
		i++;
	if (i == SEGMENT_SECTIONS_MAX)
		return;
	if (i == t->section_count) {
		t->sections[i].tag = s->tag;
		t->sections[i].bytes = 0;
		t->section_count++;
	}
	t->sections[i].bytes += s->len;
}

static void count_leaf(struct totals *t, const struct leaf *l)
{
	t->deleted += l->live.docs - l->live.count;
	t->terms += l->dictionary.count;
	t->bytes += l->segment.file.bytes.len;
	for (unsigned i = 0; i < l->segment.count; i++)
		count_section(t, &l->segment.sections[i]);
	for (uint32_t i = 0; i < l->meta.language_count; i++) {
		const struct meta_language *m = &l->meta.languages[i];
		struct meta *all = &t->languages;
		uint32_t k = 0;
		while (k < all->language_count &&
			memcmp(all->languages[k].code, m->code, META_CODE) != 0)
			k++;
		if (k == META_LANGUAGES_MAX)
			continue;
		if (k == all->language_count) {
			all->languages[k] = *m;
			all->language_count++;
		} else {
			all->languages[k].docs += m->docs;
		}
	}
}

static struct str language_text(const struct meta_language *m)
{
	struct str code = meta_language_code(m);
	return code.len ? code : STR("none");
}

static void put_json(
	const struct snapshot *s, const struct totals *t, struct buf *out)
{
	struct json j = {.out = out, .pretty = true};
	json_object(&j);
	const struct {
		const char *name;
		uint64_t value;
	} numbers[] = {{"generation", s->manifest.generation},
		{"documents", s->docs}, {"deleted", t->deleted},
		{"segments", s->leaf_count}, {"terms", t->terms},
		{"length", s->length}, {"bytes", t->bytes}};
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		json_key(&j, str_from(numbers[i].name));
		json_uint(&j, numbers[i].value);
	}
	json_key(&j, STR("languages"));
	json_object(&j);
	for (uint32_t i = 0; i < t->languages.language_count; i++) {
		json_key(&j, language_text(&t->languages.languages[i]));
		json_uint(&j, t->languages.languages[i].docs);
	}
	json_end(&j);
	json_key(&j, STR("sections"));
	json_object(&j);
	for (unsigned i = 0; i < t->section_count; i++) {
		json_key(
			&j, (struct str){(const char *)&t->sections[i].tag, 4});
		json_uint(&j, t->sections[i].bytes);
	}
	json_end(&j);
	json_end(&j);
	buf_putc(out, '\n');
}

static void put_text(const struct snapshot *s, const struct totals *t,
	const char *folder, struct buf *out)
{
	buf_printf(out,
		"index       %s\n"
		"commit      %llu\n"
		"documents   %llu (and %llu deleted)\n"
		"segments    %u\n"
		"terms       %llu\n"
		"words       %.1f a document\n"
		"size        %.2f MB\n",
		folder, (unsigned long long)s->manifest.generation,
		(unsigned long long)s->docs, (unsigned long long)t->deleted,
		s->leaf_count, (unsigned long long)t->terms,
		s->docs ? (double)s->length / (double)s->docs : 0,
		(double)t->bytes / 1e6);
	for (unsigned i = 0; i < t->section_count; i++)
		buf_printf(out, "  %.4s      %.2f MB\n",
			(const char *)&t->sections[i].tag,
			(double)t->sections[i].bytes / 1e6);
	buf_puts(out, "languages  ");
	for (uint32_t i = 0; i < t->languages.language_count; i++)
		buf_printf(out, " " STR_FMT " %u",
			STR_ARG(language_text(&t->languages.languages[i])),
			t->languages.languages[i].docs);
	buf_putc(out, '\n');
}

enum status totals_put(
	const char *folder, bool json, struct buf *out, struct error *err)
{
	struct snapshot s;
	struct totals t = {0};
	if (glass_shards(folder))
		return totals_put_shards(folder, json, out, err);
	enum status status = snapshot_open(&s, folder, err);
	if (status != OK)
		return status;
	for (uint32_t i = 0; i < s.leaf_count; i++)
		count_leaf(&t, s.leaves[i]);
	if (json)
		put_json(&s, &t, out);
	else
		put_text(&s, &t, folder, out);
	snapshot_close(&s);
	return OK;
}
