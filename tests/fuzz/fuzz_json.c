/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_json.c - whatever is written as JSON is read back as what it was, by a
 * reader that is not ours, and holds nothing that HTML or a terminal would
 * heed.  A byte says what is written next; behind it, what that needs.
 */
#include "common/base/json.h"
#include "common/base/rune.h"
#include "tests/support/read_json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	DEPTH = VALUE_DEPTH_MAX - 2,
	STEPS = 2000,
	NUMBER = 8, /* bytes */
};

/* What was written, to be compared, and what is left to write. */
struct both {
	struct json writer;
	struct str left;
	struct arena *arena;
	struct value *at[DEPTH + 1]; /* at[0]: of the whole */
	unsigned depth, steps;
};

static void must(bool holds)
{
	if (!holds)
		abort();
}

static struct str take(struct both *b, size_t most)
{
	size_t n = b->left.len < most ? b->left.len : most;
	struct str s = str_slice(b->left, 0, n);
	b->left = str_slice(b->left, n, b->left.len);
	return s;
}

static unsigned take_byte(struct both *b)
{
	struct str s = take(b, 1);
	return s.len ? (unsigned char)s.p[0] : 0;
}

static struct value *add(struct both *b, enum value_kind kind, struct str key)
{
	struct value *v = value_new(b->arena, kind);
	must(v);
	v->key = key;
	value_append(b->at[b->depth], v);
	return v;
}

static void put_text(struct both *b, struct str key)
{
	struct str s = take(b, take_byte(b));
	add(b, VALUE_STRING, key)->text = s;
	json_str(&b->writer, s);
}

/* Of numbers the text is compared as a number. */
static void put_number(struct both *b, struct str key, unsigned how)
{
	uint64_t bits = 0;
	double n;
	struct str s = take(b, NUMBER);
	memcpy(&bits, s.p, s.len);
	memcpy(&n, &bits, sizeof n);
	if (how == 2 && !isfinite(n)) {
		add(b, VALUE_NULL, key);
		json_double(&b->writer, n);
		return;
	}
	char *text = arena_alloc(b->arena, 64);
	must(text);
	add(b, VALUE_NUMBER, key)->text = (struct str){text, 0};
	if (how == 0) {
		snprintf(text, 64, "%lld", (long long)bits);
		json_int(&b->writer, (int64_t)bits);
	} else if (how == 1) {
		snprintf(text, 64, "%llu", (unsigned long long)bits);
		json_uint(&b->writer, bits);
	} else {
		snprintf(text, 64, "%.17g", n);
		json_double(&b->writer, n);
	}
}

static void put_value(struct both *b, struct str key, unsigned what)
{
	if (what < 2 && b->depth < DEPTH) {
		struct value *v = add(b, what ? VALUE_LIST : VALUE_OBJECT, key);
		(what ? json_array : json_object)(&b->writer);
		b->at[++b->depth] = v;
	} else if (what == 2) {
		bool truth = take_byte(b) & 1;
		add(b, VALUE_BOOL, key)->truth = truth;
		json_bool(&b->writer, truth);
	} else if (what == 3) {
		add(b, VALUE_NULL, key);
		json_null(&b->writer);
	} else if (what >= 4 && what < 7) {
		put_number(b, key, what - 4);
	} else {
		put_text(b, key);
	}
}

static void step(struct both *b)
{
	unsigned what = take_byte(b) % 10;
	bool whole = b->depth == 1;
	if (what == 9 && !whole) {
		json_end(&b->writer);
		b->depth--;
		return;
	}
	struct str key = {0};
	if (b->at[b->depth]->kind == VALUE_OBJECT) {
		key = take(b, take_byte(b) % 8);
		json_key(&b->writer, key);
	}
	put_value(b, key, what % 9);
}

/* As it was given, but for what is no UTF-8. */
static void same_text(struct str given, struct str got)
{
	size_t g = 0;
	for (size_t at = 0; at < given.len;) {
		uint32_t want, is;
		at += rune_get(given, at, &want);
		must(g < got.len);
		g += rune_get(got, g, &is);
		must(want == is);
	}
	must(g == got.len);
}

static void same_number(struct str given, struct str got)
{
	char a[64], b[400];
	must(given.len == 0 && got.len < sizeof b);
	snprintf(a, sizeof a, "%s", given.p);
	snprintf(b, sizeof b, STR_FMT, STR_ARG(got));
	must(strtod(a, NULL) == strtod(b, NULL));
}

static void same(const struct value *given, const struct value *got)
{
	/* a number of more digits than others can read is given as text */
	must(given->kind == got->kind ||
		(given->kind == VALUE_NUMBER && got->kind == VALUE_STRING));
	if (given->kind == VALUE_BOOL)
		must(given->truth == got->truth);
	else if (given->kind == VALUE_STRING)
		same_text(given->text, got->text);
	else if (given->kind == VALUE_NUMBER)
		same_number(given->text, got->text);
	const struct value *x = given->first, *y = got->first;
	for (; x && y; x = x->next, y = y->next) {
		same_text(x->key, y->key);
		same(x, y);
	}
	must(!x && !y);
}

static void is_harmless(struct str s, bool pretty)
{
	for (size_t at = 0, n; at < s.len; at += n) {
		uint32_t c;
		n = rune_get(s, at, &c);
		must(c != RUNE_BAD || n == 3);
		must(c >= 0x20 || (pretty && c == '\n'));
		must(c < 0x7f || c >= 0xa0);
		must(c != '<' && c != '>' && c != '&');
		must(c != 0x2028 && c != 0x2029);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena arena = {0};
	struct buf out = {0};
	struct both b = {.left = {(const char *)data, size},
		.arena = &arena,
		.writer = {.out = &out},
		.depth = 1};
	b.writer.pretty = take_byte(&b) & 1;
	b.at[1] = value_new(&arena, VALUE_LIST);
	must(b.at[1]);
	json_array(&b.writer);
	while (b.left.len && b.steps++ < STEPS)
		step(&b);
	for (; b.depth; b.depth--)
		json_end(&b.writer);
	must(out.status == OK);
	is_harmless(buf_str(&out), b.writer.pretty);
	const struct value *got = read_json(buf_str(&out));
	must(got);
	same(b.at[1], got);
	buf_release(&out);
	arena_release(&arena);
	return 0;
}
