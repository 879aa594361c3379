/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/check.h"
#include "common/base/crc32c.h"
#include "common/index/column.h"
#include "common/index/pair_check.h"
#include "common/index/position.h"
#include "common/index/record.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum {
	SOURCES_FILE_MAX = 1 << 30,
	SOURCES_FILE_MIN = 16,
	SHOWN = 40,
	KEYS_MAX = 256
};

struct check {
	check_report *report;
	void *data;
	uint32_t found;
	enum status status; /* ERR_NOMEM ends it all */

	const struct leaf *leaf, *others;
	uint32_t other_count;
	double average;
	uint32_t *sums;   /* per document: of the frequencies of its stems */
	uint32_t reduced; /* terms that lost a document                    */
	uint64_t postings_at, positions_at;
	uint32_t range, ranges; /* of a list: the last met, and how many */
	uint32_t ranked[POSTING_RANKS]; /* postings that reach each rank */
	struct position_reader positions;
	struct column columns[COLUMN_COUNT];
	bool has_column[COLUMN_COUNT];
	struct meta recount;
	struct buf scratch;
	struct arena arena;
};

static bool enough(const struct check *k)
{
	return k->status != OK || k->found >= CHECK_FINDINGS_MAX;
}

static void PRINTF_LIKE(2, 3) found(struct check *k, const char *fmt, ...)
{
	char text[ERROR_TEXT_MAX];
	va_list ap;
	if (k->found++ >= CHECK_FINDINGS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	k->report(k->data, text);
}

/* A file that cannot be opened: damage, or the system's refusal to show it. */
static void unread(struct check *k, enum status status, const struct error *err)
{
	if (status != ERR_NOMEM)
		found(k, "%s", err->text);
	if (status == ERR_NOMEM || status == ERR_IO)
		k->status = status;
}

static void leaf_found(struct check *k, const char *what)
{
	found(k, "%s: %s", k->leaf->segment.path, what);
}

static void document_found(struct check *k, uint32_t doc, const char *what)
{
	found(k, "%s: document %u: %s", k->leaf->segment.path, doc, what);
}

static void term_found(
	struct check *k, const struct dictionary_cursor *t, const char *what)
{
	char shown[SHOWN + 1];
	size_t n = t->term.len < SHOWN ? t->term.len : SHOWN;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)t->term.p[i];
		shown[i] = c < ' ' || c == 0x7f ? '?' : (char)c;
	}
	shown[n] = '\0';
	found(k, "%s: term '%s' (number %u): %s", k->leaf->segment.path, shown,
		t->info.ordinal, what);
}

/* ---- checksums ---- */

static bool check_pages(struct check *k)
{
	const struct segment *s = &k->leaf->segment;
	bool good = true;
	for (uint32_t i = 0; i < s->pages && !enough(k); i++) {
		uint64_t from = (uint64_t)i << PAGE_SHIFT;
		uint64_t to = from + PAGE_SIZE;
		if (segment_touch_pages(s, i, i) == OK)
			continue;
		good = false;
		found(k, "%s: the checksum of bytes %llu to %llu is wrong",
			s->path, (unsigned long long)from,
			(unsigned long long)(to < s->body ? to : s->body) - 1);
	}
	if (!good)
		return false;
	struct hash128 id =
		hash128(str_slice(s->file.bytes, 0, (size_t)s->body));
	if (id.low != s->id.low || id.high != s->id.high)
		leaf_found(k, "its content is not what it is named by");
	return true;
}

/* ---- lengths ---- */

static void check_lengths(struct check *k)
{
	const struct leaf *p = k->leaf;
	uint64_t total = 0, removed = 0;
	uint32_t low = UINT32_MAX, high = 0;
	for (uint32_t i = 0; i < p->segment.docs; i++) {
		uint32_t length = meta_length(&p->meta, i);
		total += length;
		removed += live_has(&p->live, i) ? 0 : length;
		low = length < low ? length : low;
		high = length > high ? length : high;
		if (length != k->sums[i] && !enough(k))
			document_found(k, i,
				"its length is not the sum of "
				"the frequencies of its stems");
	}
	if (p->segment.docs == 0)
		low = 0;
	if (total != p->meta.length || low != p->meta.low ||
		high != p->meta.high)
		leaf_found(k, "its totals are not those of its lengths");
	if (removed != p->live.removed_length)
		leaf_found(k, "its live map has another length of what is "
			      "gone");
}

/* ---- terms ---- */

static const char *check_positions(
	struct check *k, struct posting_cursor *c, uint32_t tf)
{
	uint32_t count;
	const uint32_t *v = position_get(&k->positions, c, &count);
	if (!v)
		return "its positions cannot be read";
	if (count == 0 || count > tf)
		return "a document has more or fewer positions than it can";
	for (uint32_t i = 1; i < count; i++)
		if (v[i] < v[i - 1])
			return "its positions do not ascend";
	return NULL;
}

/* Of ranges and ranks. */
static const char *check_impact(
	struct check *k, const struct posting_cursor *c, double impact)
{
	uint32_t range = c->doc / POSTING_RANGE;
	for (unsigned i = 0; c->ranks && i < POSTING_RANKS; i++)
		k->ranked[i] += impact >= (double)posting_rank(
						  c, posting_rank_numbers[i]);
	if (!c->ranges)
		return NULL;
	if ((double)((float)c->ranges[range] * posting_range_step(c)) < impact)
		return "the maximum of a range is below an impact";
	k->ranges += k->ranges == 0 || range != k->range;
	k->range = range;
	return NULL;
}

static const char *check_maxima(
	const struct check *k, const struct posting_cursor *c)
{
	uint32_t ranges = 0;
	for (unsigned i = 0; c->ranks && i < POSTING_RANKS; i++)
		if (k->ranked[i] < posting_rank_numbers[i] &&
			posting_rank(c, posting_rank_numbers[i]) > 0)
			return "a rank has fewer postings than it claims";
	if (!c->ranges)
		return NULL;
	for (uint32_t r = 0; r < posting_ranges(k->leaf->segment.docs); r++)
		ranges += c->ranges[r] > 0;
	return ranges == k->ranges ? NULL
				   : "a range without documents has a maximum";
}

static const char *check_posting(
	struct check *k, struct posting_cursor *c, enum term_kind kind)
{
	uint32_t last, tf = posting_freq(c);
	if (tf == 0)
		return "a document has no frequency";
	double impact = posting_impact(
		tf, meta_length(&k->leaf->meta, c->doc), k->average);
	if ((double)posting_bound(c, c->doc, &last) < impact)
		return "a bound is below an impact";
	if (last < c->doc)
		return "a block ends before its documents";
	const char *why = check_impact(k, c, impact);
	if (why)
		return why;
	if (kind == TERM_STEM)
		k->sums[c->doc] += tf;
	return check_positions(k, c, tf);
}

static const char *check_postings(struct check *k, const struct term_info *info)
{
	const struct leaf *p = k->leaf;
	struct posting_cursor c;
	uint32_t count = 0, gone = 0, next = 0;
	bool freqs = term_has_positions(info->kind);
	if (posting_open(&c, &p->segment, info) != OK)
		return "its list cannot be read";
	if (freqs && position_open(&k->positions, &p->segment, info) != OK)
		return "its positions cannot be read";
	k->ranges = 0;
	memset(k->ranked, 0, sizeof k->ranked);
	for (; c.doc != DOC_END; posting_next(&c)) {
		if (c.doc < next || c.doc >= p->segment.docs)
			return "its documents do not ascend";
		next = c.doc + 1;
		count++;
		gone += info->kind != TERM_PAIR && !live_has(&p->live, c.doc);
		const char *why =
			freqs ? check_posting(k, &c, info->kind) : NULL;
		if (why)
			return why;
	}
	if (c.status != OK)
		return "its list cannot be read to the end";
	if (count != info->df)
		return "its list has another length than it claims";
	if (gone != live_reduction(&p->live, info->ordinal))
		return "the live map counts another number of documents gone";
	k->reduced += gone > 0;
	return check_maxima(k, &c);
}

static const char *check_place(struct check *k, const struct term_info *info)
{
	if (info->postings_off != k->postings_at ||
		info->positions_off != k->positions_at)
		return "its list does not begin where the one before ends";
	k->postings_at += info->postings_len;
	k->positions_at += info->positions_len;
	return NULL;
}

static void check_term(
	struct check *k, const struct dictionary_cursor *t, struct str before)
{
	struct term_info again;
	const char *why = NULL;
	if (str_cmp(before, t->term) >= 0)
		why = "it does not come behind the term before";
	else if (dictionary_find(&k->leaf->dictionary, t->term, &again) != OK ||
		 again.ordinal != t->info.ordinal)
		why = "looking it up does not find it";
	if (!why)
		why = check_place(k, &t->info);
	if (!why) {
		why = check_postings(k, &t->info);
		if (k->positions.status == ERR_NOMEM)
			k->status = ERR_NOMEM;
		position_close(&k->positions);
	}
	if (!why && t->info.kind == TERM_PAIR)
		why = pair_check(k->leaf, t->term, &t->info, &k->status);
	if (why)
		term_found(k, t, why);
}

static void check_terms(struct check *k)
{
	const struct leaf *p = k->leaf;
	char before[DICTIONARY_TERM_MAX];
	size_t before_len = 0;
	uint32_t count = 0;
	struct dictionary_cursor t;
	dictionary_seek(&t, &p->dictionary, STR(""));
	for (; t.valid && !enough(k); dictionary_next(&t), count++) {
		check_term(k, &t, (struct str){before, before_len});
		memcpy(before, t.term.p, t.term.len);
		before_len = t.term.len;
	}
	if (enough(k))
		return;
	if (t.status != OK || count != p->dictionary.count)
		leaf_found(k, "its dictionary cannot be read to the end");
	else if (k->postings_at !=
			 segment_section(&p->segment, SECTION_POSTINGS).len ||
		 k->positions_at !=
			 segment_section(&p->segment, SECTION_POSITIONS).len)
		leaf_found(k, "it has lists that belong to no term");
	else if (k->reduced != p->live.reduction_count)
		leaf_found(k, "its live map reduces terms that lost nothing");
}

/* ---- documents ---- */

/* Of the documents of an id in a leaf, is one live that is not `doc`? */
static bool has_twin(const struct leaf *p, struct str id, uint32_t doc)
{
	struct term_info info;
	struct posting_cursor c;
	if (dictionary_find(&p->dictionary, id, &info) != OK ||
		posting_open(&c, &p->segment, &info) != OK)
		return false;
	while (c.doc < p->segment.docs &&
		(c.doc == doc || !live_has(&p->live, c.doc)))
		posting_next(&c);
	return c.doc < p->segment.docs;
}

static const char *check_id(struct check *k, uint32_t doc, struct str text)
{
	const struct leaf *p = k->leaf;
	struct term_info info;
	struct posting_cursor c;
	buf_clear(&k->scratch);
	struct str id = term_put(&k->scratch, TERM_ID, text);
	if (k->scratch.status != OK) {
		k->status = k->scratch.status;
		return NULL;
	}
	if (dictionary_find(&p->dictionary, id, &info) != OK ||
		posting_open(&c, &p->segment, &info) != OK ||
		posting_seek(&c, doc) != doc)
		return "its id does not find it";
	if (!live_has(&p->live, doc))
		return NULL;
	bool twin = has_twin(p, id, doc);
	for (uint32_t i = 0; i < k->other_count && !twin; i++)
		twin = has_twin(&k->others[i], id, DOC_END);
	return twin ? "its id has another live document" : NULL;
}

static bool same_keys(
	const struct column *c, uint32_t doc, struct record_list keys)
{
	uint32_t ordinals[KEYS_MAX], n = 0;
	uint32_t count = c ? column_keys(c, doc, ordinals, KEYS_MAX) : 0;
	for (uint32_t i = 0; i < keys.len && n < KEYS_MAX; i++) {
		if (keys.v[i].len == 0)
			continue;
		if (n == count ||
			!str_eq(column_key(c, ordinals[n]), keys.v[i]))
			return false;
		n++;
	}
	return n == count;
}

static const char *check_values(
	const struct check *k, uint32_t doc, const struct record *r)
{
	for (unsigned id = 0; id < COLUMN_COUNT; id++) {
		struct column_value value = column_value((enum column_id)id, r);
		const struct column *c =
			k->has_column[id] ? &k->columns[id] : NULL;
		int64_t number =
			c && c->number ? column_number(c, doc) : RECORD_NO_TIME;
		if (column_is_number((enum column_id)id)
				? number != value.number
				: !same_keys(c, doc, value.keys))
			return "a column has another value";
	}
	return NULL;
}

static const char *check_record(struct check *k, uint32_t doc, struct str bytes)
{
	struct record r;
	arena_clear(&k->arena);
	enum status status = record_get(bytes, &k->arena, &r);
	if (status == ERR_CORRUPT)
		return "it cannot be decoded";
	if (status == OK && meta_count(&k->recount, r.language) == ERR_LIMIT)
		return "its language is one too many";
	k->status = status;
	const char *why = status == OK ? check_id(k, doc, r.id) : NULL;
	return why ? why : status == OK ? check_values(k, doc, &r) : NULL;
}

static void check_documents(struct check *k)
{
	const struct leaf *p = k->leaf;
	struct stored_reader reader = {0};
	for (uint32_t i = 0; i < p->segment.docs && !enough(k); i++) {
		struct str bytes;
		struct error err = {0};
		enum status status =
			stored_get(&reader, &p->stored, i, &bytes, &err);
		const char *why = NULL;
		if (status == OK)
			why = check_record(k, i, bytes);
		else if (status == ERR_CORRUPT)
			why = "it cannot be read";
		else
			k->status = status;
		if (why)
			document_found(k, i, why);
	}
	stored_reader_release(&reader);
	if (enough(k))
		return;
	if (k->recount.language_count != p->meta.language_count ||
		memcmp(k->recount.languages, p->meta.languages,
			sizeof k->recount.languages) != 0)
		leaf_found(k, "its languages are not those of its documents");
}

/* ---- columns ---- */

static void check_column(struct check *k, enum column_id id)
{
	struct error err = {0};
	struct column *c = &k->columns[id];
	enum status status = column_open(c, &k->leaf->segment, id, &err);
	k->has_column[id] = status == OK;
	if (status == ERR_NOT_FOUND)
		return;
	if (status != OK) {
		found(k, "%s", err.text);
		return;
	}
	for (uint32_t i = 1; !c->number && i < c->keys; i++)
		if (str_cmp(column_key(c, i - 1), column_key(c, i)) >= 0) {
			found(k, "%s: the keys of column %s do not ascend",
				k->leaf->segment.path, column_name(id));
			return;
		}
}

static void check_one(struct check *k, const struct leaf *leaf)
{
	uint32_t docs = leaf->segment.docs;
	k->leaf = leaf;
	k->reduced = 0;
	k->postings_at = k->positions_at = 0;
	k->recount = (struct meta){0};
	k->average = docs ? (double)leaf->meta.length / docs : 0;
	if (!check_pages(k))
		return;
	k->sums = calloc(docs ? docs : 1, sizeof *k->sums);
	if (!k->sums) {
		k->status = ERR_NOMEM;
		return;
	}
	check_terms(k);
	if (!enough(k))
		check_lengths(k);
	for (unsigned id = 0; id < COLUMN_COUNT; id++)
		if (!enough(k))
			check_column(k, (enum column_id)id);
	if (!enough(k))
		check_documents(k);
	free(k->sums);
}

static void check_release(struct check *k)
{
	buf_release(&k->scratch);
	arena_release(&k->arena);
}

static enum status verdict(const struct check *k)
{
	return k->status != OK ? k->status : k->found ? ERR_CORRUPT : OK;
}

enum status check_leaf(const struct leaf *leaf, const struct leaf *others,
	uint32_t count, check_report *report, void *data)
{
	struct check k = {.report = report,
		.data = data,
		.others = others,
		.other_count = count};
	check_one(&k, leaf);
	check_release(&k);
	return verdict(&k);
}

/* ---- the index ---- */

/* What the list of sources says is the indexer's; here only that nothing in
 * it has changed. */
static void check_sources(
	struct check *k, const char *folder, uint64_t generation)
{
	char path[4096 + 32];
	struct buf bytes = {0};
	struct error err = {0};
	snprintf(path, sizeof path, "%s/%llu.sources", folder,
		(unsigned long long)generation);
	enum status status = file_read(path, SOURCES_FILE_MAX, &bytes, &err);
	if (status != OK)
		unread(k, status, &err);
	else if (bytes.len < SOURCES_FILE_MIN ||
		 memcmp(bytes.p, "mejuSRC", 8) != 0 ||
		 crc32c(0, bytes.p, bytes.len - 4) !=
			 get_u32(bytes.p + bytes.len - 4))
		found(k, "%s is no list of sources or its checksum is wrong",
			path);
	buf_release(&bytes);
}

static void check_rows(struct check *k, const struct manifest *m)
{
	for (uint32_t i = 0; i < m->segment_count; i++) {
		const struct manifest_segment *s = &m->segments[i];
		if (i && s->ordinal < s[-1].ordinal + s[-1].docs)
			found(k,
				"the manifest numbers documents of segment "
				"%u twice",
				i);
	}
}

/* It may be of the commit before, or not be there: then a writer was stopped
 * behind its commit, or is older than such copies. */
static void check_copy(struct check *k, const char *folder)
{
	struct manifest m;
	struct error err = {0};
	enum status status = manifest_read_copy(&m, folder, &err);
	if (status == OK)
		manifest_release(&m);
	else if (status == ERR_NOMEM)
		k->status = status;
	else if (status != ERR_NOT_FOUND)
		found(k, "%s", err.text);
}

static void check_leaves(struct check *k, const struct manifest *m,
	const char *folder, struct leaf *leaves)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < m->segment_count && !enough(k); i++) {
		struct error err = {0};
		struct leaf *p = &leaves[count];
		enum status status =
			leaf_open_row(p, folder, &m->segments[i], &err);
		if (status == OK) {
			count++;
			continue;
		}
		leaf_close(p);
		unread(k, status, &err);
	}
	for (uint32_t i = 0; i < count && !enough(k); i++) {
		k->others = &leaves[i + 1];
		k->other_count = count - i - 1;
		check_one(k, &leaves[i]);
	}
	for (uint32_t i = 0; i < count; i++)
		leaf_close(&leaves[i]);
}

enum status check_index(
	const char *folder, check_report *report, void *data, struct error *err)
{
	struct check k = {.report = report, .data = data};
	struct manifest m;
	struct error why = {0};
	enum status status = manifest_read(&m, folder, &why);
	if (status == ERR_CORRUPT)
		report(data, why.text);
	if (status != OK)
		return error_set(err, status, "%s", why.text);
	struct leaf *leaves = calloc(m.segment_count + 1u, sizeof *leaves);
	if (!leaves)
		k.status = ERR_NOMEM;
	check_rows(&k, &m);
	check_copy(&k, folder);
	for (uint32_t i = 0; i < m.source_count && !enough(&k); i++)
		check_sources(&k, folder, m.sources[i]);
	if (!enough(&k))
		check_leaves(&k, &m, folder, leaves);
	free(leaves);
	manifest_release(&m);
	check_release(&k);
	status = verdict(&k);
	return status == OK
		       ? OK
		       : error_set(err, status, "cannot vouch for %s: %s%s",
				 folder, status_text(status),
				 status == ERR_CORRUPT
					 ? "; mend it with `meju-index "
					   "check --repair`"
					 : "");
}
