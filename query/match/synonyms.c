/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/match/synonyms.h"
#include "common/base/file.h"
#include "common/base/map.h"
#include "common/base/rune.h"

#include <stdlib.h>

/* The rules in one language, by the stems on their left. */
struct synonyms_table {
	struct map keys;      /* also what they begin with              */
	VEC(uint32_t) firsts; /* by number of the key                   */
	uint32_t *nexts;      /* by synonym: the next with the same key */
};

/* A line that is being read. */
struct line {
	const char *name;
	unsigned number;
	struct error err;
};

#define REFUSE(x, fmt, ...)                                                    \
	error_set(&(x)->err, ERR_INVALID, "%s:%u: " fmt, (x)->name,            \
		(x)->number, __VA_ARGS__)

static bool is_space(struct str s, size_t at)
{
	return at >= s.len || s.p[at] == ' ' || s.p[at] == '\t' ||
	       s.p[at] == '\r';
}

/* "C#" has no comment. */
static struct str without_comment(struct str line)
{
	struct str s = str_trim(line);
	for (size_t at = 0; at < s.len; at++)
		if (s.p[at] == '#' && (at == 0 || (is_space(s, at - 1) &&
							  is_space(s, at + 1))))
			return str_trim(str_slice(s, 0, at));
	return s;
}

static bool is_utf8(struct str s)
{
	uint32_t c;
	size_t n;
	for (size_t at = 0; at < s.len; at += n) {
		n = rune_get(s, at, &c);
		if (n == 1 && c == RUNE_BAD)
			return false;
	}
	return true;
}

static size_t find_arrow(struct str s, size_t from)
{
	size_t at = str_find(s, from, '=');
	while (at < s.len && !str_starts(str_slice(s, at, s.len), STR("=>")))
		at = str_find(s, at + 1, '=');
	return at;
}

static uint32_t count_words(struct str text)
{
	struct tokens tokens;
	struct token token;
	uint32_t n = 0;
	tokens_init(&tokens, text);
	while (n <= SYNONYMS_WORDS_MAX && tokens_next(&tokens, &token))
		n++;
	return n;
}

static enum status add_synonym(
	struct synonyms *s, struct line *x, struct str text)
{
	uint32_t words = count_words(text);
	if (text.len == 0)
		return OK; /* a comma too many */
	if (words == 0)
		return REFUSE(x, "'" STR_FMT "' has no letter or digit",
			STR_ARG(text));
	if (words > SYNONYMS_WORDS_MAX)
		return REFUSE(x, "more than %d words are between two commas",
			SYNONYMS_WORDS_MAX);
	return vec_push(&s->all,
		(struct synonym){(uint32_t)(text.p - s->bytes.p),
			(uint32_t)text.len, (uint32_t)s->rules.len, words});
}

static enum status add_side(struct synonyms *s, struct line *x, struct str side)
{
	enum status status = OK;
	for (size_t at = 0; at < side.len && status == OK;) {
		size_t end = str_find(side, at, ',');
		status = add_synonym(s, x, str_trim(str_slice(side, at, end)));
		at = end + 1;
	}
	return status;
}

static enum status check_rule(
	struct line *x, bool arrow, uint32_t left, uint32_t right)
{
	if (arrow && (left == 0 || right == 0))
		return REFUSE(x, "there are no words %s the =>",
			left ? "behind" : "before");
	if (!arrow && left < 2)
		return REFUSE(x,
			"a rule has a comma or a => between words that mean "
			"the same%s",
			"");
	if (left + right > SYNONYMS_SIDES_MAX)
		return REFUSE(x, "more than %d words or phrases are in a rule",
			SYNONYMS_SIDES_MAX);
	return OK;
}

static enum status add_rule(struct synonyms *s, struct line *x, struct str text)
{
	size_t arrow = find_arrow(text, 0);
	struct synonym_rule r = {.first = (uint32_t)s->all.len};
	enum status status = OK;
	if (!is_utf8(text))
		status = REFUSE(x, "the line is not in %s", "UTF-8");
	else if (find_arrow(text, arrow + 1) < text.len)
		status = REFUSE(x, "a rule has only one %s", "=>");
	if (status == OK)
		status = add_side(s, x, str_slice(text, 0, arrow));
	r.arrow = (uint32_t)s->all.len;
	if (status == OK)
		status = add_side(s, x, str_slice(text, arrow + 2, text.len));
	r.end = (uint32_t)s->all.len;
	if (status == OK)
		status = check_rule(x, arrow < text.len, r.arrow - r.first,
			r.end - r.arrow);
	if (status == OK)
		status = vec_push(&s->rules, r);
	if (status != OK)
		s->all.len = r.first;
	return status;
}

static enum status complain(struct synonyms *s, const struct error *err)
{
	struct str copy = arena_dup(&s->arena, str_from(err->text));
	return copy.p ? vec_push(&s->complaints, copy) : ERR_NOMEM;
}

static enum status complain_of_rest(
	struct synonyms *s, const char *name, unsigned bad)
{
	struct error err;
	if (bad <= SYNONYMS_COMPLAINTS_MAX)
		return OK;
	error_set(&err, ERR_INVALID, "%s: %u more lines are left out", name,
		bad - SYNONYMS_COMPLAINTS_MAX);
	return complain(s, &err);
}

enum status synonyms_parse(
	struct synonyms *s, const char *name, struct str bytes)
{
	struct line x = {.name = name};
	enum status status = OK;
	unsigned bad = 0;
	size_t at = str_starts(bytes, STR("\xef\xbb\xbf")) ? 3 : 0;
	s->bytes = bytes;
	while (at < bytes.len && status == OK) {
		size_t end = str_find(bytes, at, '\n');
		struct str text = without_comment(str_slice(bytes, at, end));
		x.number++;
		at = end + 1;
		if (text.len == 0)
			continue;
		if (s->rules.len == SYNONYMS_RULES_MAX) {
			status = REFUSE(&x,
				"there are more than 100,000 rules; those from "
				"here on are left out%s",
				"");
			at = bytes.len;
		} else {
			status = add_rule(s, &x, text);
		}
		if (status == ERR_INVALID)
			status = bad++ < SYNONYMS_COMPLAINTS_MAX
					 ? complain(s, &x.err)
					 : OK;
	}
	return status == OK ? complain_of_rest(s, name, bad) : status;
}

enum status synonyms_read(
	struct synonyms *s, const char *path, struct error *err)
{
	enum status status = file_read(path, SYNONYMS_FILE_MAX, &s->file, err);
	if (status != OK)
		return status;
	status = synonyms_parse(s, path, buf_str(&s->file));
	return status == OK ? OK : error_set(err, status, "out of memory");
}

static void table_free(struct synonyms_table *t)
{
	if (!t)
		return;
	map_release(&t->keys);
	vec_release(&t->firsts);
	free(t->nexts);
	free(t);
}

void synonyms_release(struct synonyms *s)
{
	for (unsigned i = 0; i < LANGUAGE_MAX; i++)
		table_free(s->tables[i]);
	vec_release(&s->all);
	vec_release(&s->rules);
	vec_release(&s->complaints);
	buf_release(&s->file);
	arena_release(&s->arena);
	*s = (struct synonyms){0};
}

/* Of a compound its parts, so that it is the same as its parts in a row. */
enum status synonyms_key(
	struct analyzer *a, language l, struct str text, struct buf *out)
{
	struct tokens tokens;
	struct token token;
	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &token)) {
		struct analysis an;
		struct str raw =
			str_slice(text, token.off, token.off + token.len);
		enum status status = analyzer_word(a, raw, l, &an);
		if (status != OK)
			return status;
		for (unsigned i = 0; i < an.count; i++) {
			const struct part *part = &an.parts[i];
			if (part->role == PART_WHOLE || part->stem.len == 0 ||
				(part->role == PART_CHAR && an.count > 1))
				continue;
			buf_put_str(out, part->stem);
			buf_putc(out, '\0');
		}
	}
	return out->status;
}

/* The key, and all that it begins with, so that a search for the longest knows
 * when to end; *id is MAP_NONE if it has no stem. */
static enum status add_key(
	struct synonyms_table *t, struct str key, uint32_t *id)
{
	enum status status = OK;
	*id = MAP_NONE;
	for (size_t at = 0; at < key.len && status == OK;) {
		at = str_find(key, at, '\0') + 1;
		status = map_add(&t->keys, str_slice(key, 0, at), id);
		if (status == OK && *id == t->firsts.len)
			status = vec_push(&t->firsts, SYNONYMS_NONE);
	}
	return status;
}

static enum status fill(struct synonyms_table *t, const struct synonyms *s,
	struct analyzer *a, language l)
{
	struct buf key = {0};
	enum status status = OK;
	/* Backwards, for each goes before those of its key. */
	for (uint32_t i = (uint32_t)s->all.len; i-- > 0 && status == OK;) {
		uint32_t id;
		if (i >= s->rules.v[s->all.v[i].rule].arrow)
			continue;
		buf_clear(&key);
		status = synonyms_key(a, l, synonyms_text(s, i), &key);
		if (status == OK)
			status = add_key(t, buf_str(&key), &id);
		if (status == ERR_LIMIT) /* no query can have it */
			status = OK;
		else if (status == OK && id != MAP_NONE) {
			t->nexts[i] = t->firsts.v[id];
			t->firsts.v[id] = i;
		}
	}
	buf_release(&key);
	return status;
}

static enum status make_table(
	struct synonyms *s, struct analyzer *a, language l)
{
	struct synonyms_table *t = calloc(1, sizeof *t);
	enum status status = ERR_NOMEM;
	if (t)
		t->nexts = malloc((s->all.len + 1) * sizeof *t->nexts);
	if (t && t->nexts)
		status = fill(t, s, a, l);
	if (status == OK)
		s->tables[l] = t;
	else
		table_free(t);
	return status;
}

enum status synonyms_find(struct synonyms *s, struct analyzer *a, language l,
	struct str key, uint32_t *out)
{
	enum status status = s->tables[l] ? OK : make_table(s, a, l);
	if (status != OK)
		return status;
	uint32_t id = map_find(&s->tables[l]->keys, key);
	if (id == MAP_NONE)
		return ERR_NOT_FOUND;
	*out = s->tables[l]->firsts.v[id];
	return OK;
}

uint32_t synonyms_next(const struct synonyms *s, language l, uint32_t i)
{
	return s->tables[l]->nexts[i];
}
