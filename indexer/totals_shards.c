/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/totals.h"
#include "common/base/json.h"
#include "common/text/language.h"
#include "indexer/shard_walk.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

struct shard_totals {
	uint64_t docs, terms, length, bytes;
	uint32_t least, most; /* documents of a shard */
	uint32_t languages[LANGUAGE_MAX];
};

static void add_bytes(struct shard_totals *t, const char *folder)
{
	DIR *dir = opendir(folder);
	for (struct dirent *e; dir && (e = readdir(dir));) {
		struct stat st;
		if (fstatat(dirfd(dir), e->d_name, &st, 0) == 0 &&
			S_ISREG(st.st_mode))
			t->bytes += (uint64_t)st.st_size;
	}
	if (dir)
		closedir(dir);
}

static enum status add_languages(
	struct shard_totals *t, const struct shard *s, struct error *err)
{
	uint32_t left = s->docs;
	enum status status = OK;
	for (unsigned l = 1; l < language_count() && status == OK; l++) {
		uint32_t docs = 0;
		char term[16];
		snprintf(term, sizeof term, "%c" STR_FMT, TERM_LANGUAGE,
			STR_ARG(language_code((language)l)));
		status = xap_db_term(
			s->before, str_from(term), &docs, NULL, NULL, err);
		t->languages[l] += docs;
		left -= docs < left ? docs : left;
	}
	t->languages[LANGUAGE_NONE] += left;
	return status;
}

static enum status add_shard(
	struct shard_totals *t, const struct shard *s, struct error *err)
{
	struct xap_stats stats = {0};
	struct xap_walk *walk = NULL;
	struct xap_item item;
	enum status status = xap_db_stats(s->before, &stats, err);
	if (status == OK)
		status = xap_db_terms(s->before, STR(""), &walk, err);
	if (status != OK)
		return status;
	while (xap_walk_next(walk, &item))
		t->terms++;
	t->docs += stats.docs;
	t->length += stats.total_length;
	t->least = stats.docs < t->least ? stats.docs : t->least;
	t->most = stats.docs > t->most ? stats.docs : t->most;
	add_bytes(t, s->path);
	status = xap_walk_close(walk, err);
	return status == OK ? add_languages(t, s, err) : status;
}

static struct str name_of(unsigned l)
{
	struct str code = language_code((language)l);
	return code.len ? code : STR("none");
}

static void put_json(const struct shard_walk *w, const struct shard_totals *t,
	struct buf *out)
{
	struct json j = {.out = out, .pretty = true};
	const struct {
		const char *name;
		uint64_t value;
	} numbers[] = {{"generation", w->manifest.generation},
		{"documents", t->docs}, {"shards", w->count},
		{"terms", t->terms}, {"length", t->length},
		{"bytes", t->bytes}};
	json_object(&j);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		json_key(&j, str_from(numbers[i].name));
		json_uint(&j, numbers[i].value);
	}
	json_key(&j, STR("languages"));
	json_object(&j);
	for (unsigned l = 0; l < language_count(); l++) {
		if (t->languages[l] == 0)
			continue;
		json_key(&j, name_of(l));
		json_uint(&j, t->languages[l]);
	}
	json_end(&j);
	json_end(&j);
	buf_putc(out, '\n');
}

static void put_text(const struct shard_walk *w, const struct shard_totals *t,
	const char *folder, struct buf *out)
{
	buf_printf(out,
		"index       %s\n"
		"commit      %llu\n"
		"documents   %llu\n"
		"shards      %u (of %u to %u documents)\n"
		"terms       %llu\n"
		"words       %.1f a document\n"
		"size        %.2f MB\n"
		"languages  ",
		folder, (unsigned long long)w->manifest.generation,
		(unsigned long long)t->docs, w->count, t->least, t->most,
		(unsigned long long)t->terms,
		t->docs ? (double)t->length / (double)t->docs : 0,
		(double)t->bytes / 1e6);
	for (unsigned l = 0; l < language_count(); l++)
		if (t->languages[l])
			buf_printf(out, " " STR_FMT " %u", STR_ARG(name_of(l)),
				t->languages[l]);
	buf_putc(out, '\n');
}

enum status totals_put_shards(
	const char *folder, bool json, struct buf *out, struct error *err)
{
	struct shard_totals t = {.least = UINT32_MAX};
	struct shard_walk w;
	enum status status = shard_walk_open(&w, folder, err);
	if (status != OK)
		return status;
	for (uint32_t i = 0; i < w.count && status == OK; i++)
		status = add_shard(&t, &w.shards[i], err);
	if (json)
		put_json(&w, &t, out);
	else
		put_text(&w, &t, folder, out);
	shard_walk_close(&w);
	return status;
}
