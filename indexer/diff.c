/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * diff.c - `meju-index diff OLD NEW`: how two indexes differ, so that a broken
 * one is seen before it is published.
 */
#include "common/base/json.h"
#include "common/index/glass.h"
#include "indexer/command.h"
#include "indexer/comparison.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	EXIT_DIFFERENT = 1,
	FEW = 5,    /* documents; fewer are no reason for alarm */
	ALARMS = 3, /* of words */
};

#define MENTIONED 0.05 /* jumps of words in shares of documents: told */
#define ALARMING 0.5   /* and alarmed of                              */

struct diff {
	const struct arguments *arguments;
	struct comparison comparison;
	struct buf out;
};

static uint64_t docs_of(const struct comparison *c, unsigned side)
{
	return c->sides[side].index->docs;
}

/* Documents that both have. */
static uint64_t common_docs(const struct comparison *c)
{
	return c->same + c->changed;
}

static double length_of(const struct comparison *c, unsigned side)
{
	const struct snapshot *s = c->sides[side].index;
	return s->docs ? (double)s->length / (double)s->docs : 0;
}

static double deleted_share(const struct comparison_side *s)
{
	uint64_t all = s->index->docs + s->deleted;
	return all ? (double)s->deleted / (double)all : 0;
}

/* Have more than half of those that had something lost it?  Fewer documents
 * alone are no reason. */
static bool is_lost(const struct comparison *c, const uint64_t docs[SIDES])
{
	double old = (double)docs[OLD] / (double)docs_of(c, OLD);
	double new = (double)docs[NEW] / (double)docs_of(c, NEW);
	return docs[OLD] >= FEW && docs_of(c, NEW) && new < old / 2;
}

/* ---- for people ---- */

static void row(struct buf *out, const char *name)
{
	buf_printf(out, "%-13s", name);
}

static void count(struct buf *out, uint64_t n, const char *of)
{
	buf_printf(
		out, "%llu %s%s", (unsigned long long)n, of, n == 1 ? "" : "s");
}

static void put_documents(const struct comparison *c, struct buf *out)
{
	row(out, "documents");
	buf_printf(out,
		"%llu added, %llu changed, %llu removed, %llu the same\n",
		(unsigned long long)c->added, (unsigned long long)c->changed,
		(unsigned long long)c->removed, (unsigned long long)c->same);
}

/* "tags: in 67 of 78 documents, now in 20" */
static void put_docs_with(const struct comparison *c, struct str name,
	const uint64_t docs[SIDES], struct buf *out)
{
	buf_put_plain(out, name);
	buf_printf(out, ": in %llu of %llu documents, now in %llu",
		(unsigned long long)docs[OLD],
		(unsigned long long)docs_of(c, OLD),
		(unsigned long long)docs[NEW]);
}

static void alarm_of_loss(const struct comparison *c, struct str name,
	const uint64_t docs[SIDES], struct buf *out)
{
	if (!is_lost(c, docs))
		return;
	buf_puts(out, "! ");
	put_docs_with(c, name, docs, out);
	buf_putc(out, '\n');
}

/* What most documents have otherwise than before. */
static void alarm_of_changes(const struct comparison *c, struct buf *out)
{
	uint64_t all = common_docs(c);
	const char *before = "! changed:";
	for (enum part p = 0; p < PART_LINES; p++) {
		uint64_t n = c->part_changes[p];
		if (n < FEW || n <= all / 2)
			continue;
		buf_printf(out, "%s %s", before, part_name(p));
		before = ",";
	}
	if (*before == ',')
		buf_printf(out,
			" in more than half of the %llu documents of both\n",
			(unsigned long long)all);
}

static void alarm_of_words(const struct comparison *c, struct buf *out)
{
	for (unsigned i = 0; i < c->word_count && i < ALARMS; i++) {
		const struct comparison_word *w = &c->words[i];
		if (w->jump < ALARMING || w->docs[OLD] + w->docs[NEW] < FEW)
			continue;
		buf_puts(out, "! word ");
		put_docs_with(c, (struct str){w->bytes, w->len}, w->docs, out);
		buf_putc(out, '\n');
	}
}

/* What is so different that something may be broken, each on a line. */
static void put_alarms(const struct comparison *c, struct buf *out)
{
	double old = length_of(c, OLD), new = length_of(c, NEW);
	if (docs_of(c, OLD) >= FEW && docs_of(c, NEW) < docs_of(c, OLD) / 2)
		buf_printf(out, "! documents: %llu, now %llu\n",
			(unsigned long long)docs_of(c, OLD),
			(unsigned long long)docs_of(c, NEW));
	if (docs_of(c, OLD) >= FEW && docs_of(c, NEW) >= FEW &&
		(new < old / 2 || old < new / 2))
		buf_printf(out, "! length: %.0f words a document, now %.0f\n",
			old, new);
	for (enum part p = 0; p < PART_EXTRAS; p++) {
		uint64_t docs[SIDES] = {
			c->sides[OLD].parts[p], c->sides[NEW].parts[p]};
		alarm_of_loss(c, str_from(part_name(p)), docs, out);
	}
	for (size_t i = 0; i < c->extras.len; i++)
		alarm_of_loss(c, map_key(&c->extra_keys, (uint32_t)i),
			c->extras.v[i].docs, out);
	alarm_of_words(c, out);
	alarm_of_changes(c, out);
}

static void put_side(const struct diff *d, unsigned side, struct buf *out)
{
	const struct comparison_side *s = &d->comparison.sides[side];
	row(out, side == OLD ? "old" : "new");
	buf_put_plain(out, str_from(d->arguments->words[side]));
	buf_puts(out, ": ");
	count(out, s->index->docs, "document");
	buf_puts(out, ", ");
	count(out, s->index->leaf_count, "segment");
	buf_printf(out, ", %.2f MB, %.1f %% deleted, %.1f words a document\n",
		(double)s->bytes / 1e6, deleted_share(s) * 100,
		length_of(&d->comparison, side));
}

static void put_field(const struct comparison *c, struct str name,
	const uint64_t docs[SIDES], size_t *shown, struct buf *out)
{
	if (docs[OLD] == docs[NEW])
		return;
	row(out, (*shown)++ ? "" : "fields");
	put_docs_with(c, name, docs, out);
	buf_putc(out, '\n');
}

static void put_fields(const struct comparison *c, struct buf *out)
{
	size_t shown = 0;
	for (enum part p = 0; p < PART_EXTRAS; p++) {
		uint64_t docs[SIDES] = {
			c->sides[OLD].parts[p], c->sides[NEW].parts[p]};
		put_field(c, str_from(part_name(p)), docs, &shown, out);
	}
	for (size_t i = 0; i < c->extras.len; i++)
		put_field(c, map_key(&c->extra_keys, (uint32_t)i),
			c->extras.v[i].docs, &shown, out);
}

static void put_changes(const struct comparison *c, struct buf *out)
{
	const char *between = "";
	if (!c->changed)
		return;
	row(out, "changed");
	for (enum part p = 0; p < PART_COUNT; p++) {
		if (!c->part_changes[p])
			continue;
		buf_printf(out, "%s%s in %llu", between, part_name(p),
			(unsigned long long)c->part_changes[p]);
		between = ", ";
	}
	buf_putc(out, '\n');
}

static void put_words(const struct comparison *c, struct buf *out)
{
	row(out, "words");
	buf_printf(out, "%llu, now %llu: %llu new, %llu gone\n",
		(unsigned long long)c->sides[OLD].words,
		(unsigned long long)c->sides[NEW].words,
		(unsigned long long)c->new_words,
		(unsigned long long)c->gone_words);
	for (unsigned i = 0; i < c->word_count; i++) {
		const struct comparison_word *w = &c->words[i];
		if (w->jump < MENTIONED)
			break;
		row(out, "");
		put_docs_with(c, (struct str){w->bytes, w->len}, w->docs, out);
		buf_putc(out, '\n');
	}
}

static void put_docs(struct buf *out, char sign, const comparison_docs *docs)
{
	for (size_t i = 0; i < docs->len; i++) {
		const struct comparison_doc *d = &docs->v[i];
		buf_printf(out, "%c ", sign);
		buf_put_plain(out, d->id);
		for (enum part p = 0; p < PART_COUNT; p++)
			if (d->parts >> p & 1)
				buf_printf(out, "%s%s",
					d->parts & ((1u << p) - 1) ? ", "
								   : "  ",
					part_name(p));
		buf_putc(out, '\n');
	}
}

static void put_text(struct diff *d)
{
	const struct comparison *c = &d->comparison;
	struct buf *out = &d->out;
	put_documents(c, out);
	put_alarms(c, out);
	put_side(d, OLD, out);
	put_side(d, NEW, out);
	if (c->settings) {
		row(out, "settings");
		buf_printf(out, "made with different %s\n", c->settings);
	}
	put_changes(c, out);
	put_fields(c, out);
	put_words(c, out);
	put_docs(out, '+', &c->added_docs);
	put_docs(out, '~', &c->changed_docs);
	put_docs(out, '-', &c->removed_docs);
}

/* ---- for programs ---- */

static void member(struct json *j, const char *key, uint64_t value)
{
	json_key(j, str_from(key));
	json_uint(j, value);
}

static void write_pair(
	struct json *j, struct str key, const uint64_t docs[SIDES])
{
	json_key(j, key);
	json_object(j);
	member(j, "old", docs[OLD]);
	member(j, "new", docs[NEW]);
	json_end(j);
}

static void write_side(const struct diff *d, unsigned side, struct json *j)
{
	const struct comparison_side *s = &d->comparison.sides[side];
	json_key(j, side == OLD ? STR("old") : STR("new"));
	json_object(j);
	json_key(j, STR("folder"));
	json_str(j, str_from(d->arguments->words[side]));
	member(j, "documents", s->index->docs);
	member(j, "deleted", s->deleted);
	member(j, "segments", s->index->leaf_count);
	member(j, "bytes", s->bytes);
	member(j, "length", s->index->length);
	member(j, "words", s->words);
	json_end(j);
}

static void write_fields(const struct comparison *c, struct json *j)
{
	json_key(j, STR("fields"));
	json_object(j);
	for (enum part p = 0; p < PART_EXTRAS; p++) {
		uint64_t docs[SIDES] = {
			c->sides[OLD].parts[p], c->sides[NEW].parts[p]};
		write_pair(j, str_from(part_name(p)), docs);
	}
	json_end(j);
	json_key(j, STR("extras"));
	json_object(j);
	for (size_t i = 0; i < c->extras.len; i++)
		write_pair(j, map_key(&c->extra_keys, (uint32_t)i),
			c->extras.v[i].docs);
	json_end(j);
	json_key(j, STR("changes"));
	json_object(j);
	for (enum part p = 0; p < PART_COUNT; p++)
		member(j, part_name(p), c->part_changes[p]);
	json_end(j);
}

static void write_words(const struct comparison *c, struct json *j)
{
	json_key(j, STR("words"));
	json_object(j);
	member(j, "new", c->new_words);
	member(j, "gone", c->gone_words);
	json_key(j, STR("jumps"));
	json_object(j);
	for (unsigned i = 0; i < c->word_count; i++)
		write_pair(j, (struct str){c->words[i].bytes, c->words[i].len},
			c->words[i].docs);
	json_end(j);
	json_end(j);
}

static void write_docs(
	struct json *j, const char *key, const comparison_docs *docs)
{
	json_key(j, str_from(key));
	json_array(j);
	for (size_t i = 0; i < docs->len; i++) {
		const struct comparison_doc *d = &docs->v[i];
		json_object(j);
		json_key(j, STR("id"));
		json_str(j, d->id);
		if (d->parts) {
			json_key(j, STR("parts"));
			json_array(j);
		}
		for (enum part p = 0; p < PART_COUNT; p++)
			if (d->parts >> p & 1)
				json_str(j, str_from(part_name(p)));
		if (d->parts)
			json_end(j);
		json_end(j);
	}
	json_end(j);
}

/* The alarms are the lines that people see. */
static void write_alarms(const struct comparison *c, struct json *j)
{
	struct buf lines = {0};
	put_alarms(c, &lines);
	struct str all = buf_str(&lines);
	json_key(j, STR("alarms"));
	json_array(j);
	for (size_t from = 0; from < all.len;) {
		size_t to = str_find(all, from, '\n');
		json_str(j, str_slice(all, from + 2, to));
		from = to + 1;
	}
	json_end(j);
	if (lines.status != OK)
		j->out->status = lines.status;
	buf_release(&lines);
}

static void put_json(struct diff *d)
{
	const struct comparison *c = &d->comparison;
	struct json j = {.out = &d->out, .pretty = true};
	json_object(&j);
	json_key(&j, STR("documents"));
	json_object(&j);
	member(&j, "added", c->added);
	member(&j, "changed", c->changed);
	member(&j, "removed", c->removed);
	member(&j, "same", c->same);
	json_end(&j);
	write_alarms(c, &j);
	write_side(d, OLD, &j);
	write_side(d, NEW, &j);
	json_key(&j, STR("settings"));
	if (c->settings)
		json_str(&j, str_from(c->settings));
	else
		json_null(&j);
	write_fields(c, &j);
	write_words(c, &j);
	if (c->keep) {
		write_docs(&j, "added", &c->added_docs);
		write_docs(&j, "changed", &c->changed_docs);
		write_docs(&j, "removed", &c->removed_docs);
	}
	json_end(&j);
	buf_putc(&d->out, '\n');
}

/* ---- the command ---- */

static enum status tell(struct diff *d, struct error *err)
{
	(d->arguments->json ? put_json : put_text)(d);
	return command_print(&d->out, err);
}

int command_diff(const struct arguments *a, struct error *err)
{
	struct snapshot sides[SIDES] = {0};
	struct diff d = {.arguments = a, .comparison = {.keep = !a->quiet}};
	enum status status = OK;
	if (a->count != SIDES) {
		error_set(err, ERR_INVALID,
			"say which two indexes to compare, the old one first");
		return EXIT_TROUBLE;
	}
	for (unsigned side = 0; side < SIDES; side++)
		if (glass_shards(a->words[side]))
			return command_trouble(
				glass_refuse(a->words[side], "compare", err));
	for (unsigned side = 0; side < SIDES; side++) {
		if (status == OK)
			status = snapshot_open(
				&sides[side], a->words[side], err);
		d.comparison.sides[side].index = &sides[side];
	}
	if (status == OK)
		status = comparison_make(&d.comparison, err);
	if (status == OK)
		status = tell(&d, err);
	bool differs = comparison_differs(&d.comparison);
	comparison_release(&d.comparison);
	buf_release(&d.out);
	for (unsigned side = 0; side < SIDES; side++)
		snapshot_close(&sides[side]);
	if (status != OK)
		return command_trouble(status);
	return differs ? EXIT_DIFFERENT : EXIT_GOOD;
}
