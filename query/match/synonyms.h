/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * synonyms.h - which words stand for which others, by the rules of a file.
 *
 *	# a comment
 *	js, javascript, ecmascript            each also finds the others
 *	tv => television, telly               tv also finds these, they not tv
 *	heart attack, myocardial infarction   several words are a phrase
 *
 *	struct synonyms s = {0};
 *	if (synonyms_read(&s, path, &err) != OK)
 *		...
 *	for (size_t i = 0; i < s.complaints.len; i++)
 *		say(s.complaints.v[i]);
 *	request.synonyms = &s;
 *	...
 *	synonyms_release(&s);
 *
 * Words are compared as the index has them, by their stems in the languages
 * of a query, so "Heart attacks" is what a rule says of "heart attack".  Rules
 * with the same words add up.  Rules do not lead from one to the next.
 *
 * A `#` at the beginning of a line, or between white space, begins a comment.
 *
 * Errors:    a line that is no rule is left out with a sentence, its file and
 *            its number; a file that cannot be read is an error.
 * Ownership: owns all it has read.
 * Threads:   one at a time, for what a language makes of the rules is found
 *            out when it is first asked for.
 */
#ifndef MEJU_QUERY_MATCH_SYNONYMS_H
#define MEJU_QUERY_MATCH_SYNONYMS_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/vec.h"
#include "common/text/analyzer.h"

/* Limits; a line beyond is left out. */
enum {
	SYNONYMS_FILE_MAX = 16 << 20,
	SYNONYMS_RULES_MAX = 100000,
	SYNONYMS_SIDES_MAX = 128,     /* between the commas of a rule         */
	SYNONYMS_WORDS_MAX = 32,      /* of one of them                       */
	SYNONYMS_COMPLAINTS_MAX = 10, /* then they are only counted           */
};

#define SYNONYMS_NONE UINT32_MAX

/* What stands between two commas. */
struct synonym {
	uint32_t off, len; /* of the file            */
	uint32_t rule;     /* its number             */
	uint32_t words;    /* 1 ..SYNONYMS_WORDS_MAX */
};

/* Any of [first, arrow) finds all of [arrow, end); where these are none, all
 * of its own. */
struct synonym_rule {
	uint32_t first, arrow, end;
};

struct synonyms_table;

struct synonyms {
	struct str bytes;
	VEC(struct synonym) all;
	VEC(struct synonym_rule) rules;
	VEC(struct str) complaints; /* one sentence each */
	/* Its own. */
	struct buf file;
	struct arena arena;
	struct synonyms_table *tables[LANGUAGE_MAX];
};

MUST_CHECK enum status synonyms_read(
	struct synonyms *s, const char *path, struct error *err);

/* The same from bytes, which are borrowed; only memory can fail.
 * REQUIRES: bytes.len <= SYNONYMS_FILE_MAX. */
MUST_CHECK enum status synonyms_parse(
	struct synonyms *s, const char *name, struct str bytes);
void synonyms_release(struct synonyms *s);

static inline struct str synonyms_text(const struct synonyms *s, uint32_t i)
{
	const struct synonym *x = &s->all.v[i];
	return str_slice(s->bytes, x->off, x->off + x->len);
}

/* Append the stems by which a text is compared. */
MUST_CHECK enum status synonyms_key(
	struct analyzer *a, language l, struct str text, struct buf *out);

/*
 * The first synonym with these stems that finds others, *out; the next one is
 * synonyms_next()'s, SYNONYMS_NONE behind the last.  *out is that as well if
 * only longer ones begin with these stems; ERR_NOT_FOUND: none does.
 */
MUST_CHECK enum status synonyms_find(struct synonyms *s, struct analyzer *a,
	language l, struct str key, uint32_t *out);
uint32_t synonyms_next(const struct synonyms *s, language l, uint32_t i);

#endif
