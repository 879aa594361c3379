/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/prompt/edit.h"
#include "common/text/utf8.h"

/* Where the character at `at` ends. */
static size_t next(struct str text, size_t at)
{
	int32_t state = 0;
	if (at == text.len)
		return at;
	uint32_t c = utf8_next(text, &at);
	for (size_t end = at; end < text.len; at = end) {
		uint32_t joined = utf8_next(text, &end);
		if (utf8_grapheme_break(c, joined, &state))
			break;
		c = joined;
	}
	return at;
}

/* Where the one before `at` begins: only from the front can that be told. */
static size_t previous(struct str text, size_t at)
{
	size_t from = 0;
	for (size_t end = next(text, 0); end < at; end = next(text, end))
		from = end;
	return from;
}

/* Take out [from, to), the cursor there. */
static void take_out(struct edit *e, size_t from, size_t to)
{
	if (from < to)
		memmove(e->text.p + from, e->text.p + to, e->text.len - to);
	e->text.len -= to - from;
	e->at = from;
}

void edit_set(struct edit *e, struct str text)
{
	struct buf copy = {0};
	buf_put_str(&copy, text);
	take_out(e, 0, e->text.len);
	edit_insert(e, buf_str(&copy));
	buf_release(&copy);
}

void edit_insert(struct edit *e, struct str text)
{
	size_t at = e->at, end = e->text.len;
	if (text.len == 0 || text.len > EDIT_MAX - end)
		return;
	buf_put_str(&e->text, text);
	if (e->text.status != OK)
		return;
	memmove(e->text.p + at + text.len, e->text.p + at, end - at);
	memcpy(e->text.p + at, text.p, text.len);
	e->at += text.len;
}

void edit_left(struct edit *e)
{
	e->at = previous(buf_str(&e->text), e->at);
}

void edit_right(struct edit *e)
{
	e->at = next(buf_str(&e->text), e->at);
}

void edit_word_left(struct edit *e)
{
	while (e->at > 0 && e->text.p[e->at - 1] == ' ')
		e->at--;
	while (e->at > 0 && e->text.p[e->at - 1] != ' ')
		e->at--;
}

void edit_word_right(struct edit *e)
{
	while (e->at < e->text.len && e->text.p[e->at] == ' ')
		e->at++;
	while (e->at < e->text.len && e->text.p[e->at] != ' ')
		e->at++;
}

void edit_home(struct edit *e)
{
	e->at = 0;
}

void edit_end(struct edit *e)
{
	e->at = e->text.len;
}

void edit_erase(struct edit *e)
{
	take_out(e, previous(buf_str(&e->text), e->at), e->at);
}

void edit_delete(struct edit *e)
{
	take_out(e, e->at, next(buf_str(&e->text), e->at));
}

void edit_erase_word(struct edit *e)
{
	size_t to = e->at;
	edit_word_left(e);
	take_out(e, e->at, to);
}

void edit_erase_front(struct edit *e)
{
	take_out(e, 0, e->at);
}

void edit_erase_rest(struct edit *e)
{
	take_out(e, e->at, e->text.len);
}

void edit_release(struct edit *e)
{
	buf_release(&e->text);
	e->at = 0;
}
