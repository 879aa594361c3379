/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/prompt/prompt.h"
#include "query/place.h"
#include "query/prompt/display.h"
#include "query/prompt/edit.h"
#include "query/prompt/page.h"
#include "query/prompt/typing.h"
#include "common/text/utf8.h"

#include <stdlib.h>
#include <unistd.h>

enum {
	HEAD = 2,      /* rows above the hits: what is typed, what it finds */
	HIT_ROWS = 5,  /* title, place, two of text, an empty one           */
	HIT_SHORT = 3, /* ... on a display of few rows: title, place, text  */
	ROWS_FEW = 14,
	SIGN = 2, /* columns: "> " of the prompt, the bar of a hit */
	WIDTH_MAX = 118,
	IDLE = 500, /* ms after which one looks whether the index changed */
};

struct prompt {
	const struct prompt_options *options;
	struct display display;
	struct edit edit;
	struct typing typing;
	struct page page;
	uint64_t shown;         /* the search whose result the page has */
	uint32_t selected, top; /* hits: the chosen one, the uppermost shown */
	bool stale;             /* the display shows something else */
	bool left;              /* it is over, perhaps with a choice */
	bool chosen;
};

/* Rows of the hits' page. */
static unsigned hit_rows(const struct prompt *p)
{
	return p->display.rows < ROWS_FEW ? HIT_SHORT : HIT_ROWS;
}

/* Hits that are seen at once, whole ones if it can be. */
static uint32_t hits_shown(const struct prompt *p)
{
	unsigned rows = p->display.rows > HEAD ? p->display.rows - HEAD : 0;
	uint32_t hits = (rows + 1) / hit_rows(p);
	return hits ? hits : 1;
}

/* Put and release; returns the column behind it. */
static unsigned put(
	struct prompt *p, unsigned row, unsigned column, struct buf *line)
{
	unsigned end = display_put(&p->display, row, column, buf_str(line));
	buf_release(line);
	return end;
}

/* What Tab would add to the text, dim, behind it. */
static void put_rest(struct prompt *p, unsigned column)
{
	const struct typing *t = &p->typing;
	struct buf line = {0};
	struct str offer = buf_str(&t->offer);
	if (offer.len == 0 || t->corrects || p->edit.at < p->edit.text.len)
		return;
	buf_puts(&line, "\033[0;2m");
	buf_put_plain(&line, str_slice(offer, t->text.len, offer.len));
	put(p, 0, column, &line);
}

/* The text, as much of it as there is room for before the cursor; returns the
 * cursor's column. */
static unsigned draw_text(struct prompt *p)
{
	struct buf line = {0};
	struct str text = buf_str(&p->edit.text);
	unsigned columns = p->display.columns;
	unsigned room = columns > SIGN + 1 ? columns - SIGN - 1 : 0;
	size_t from = 0;
	unsigned before = display_columns(str_slice(text, 0, p->edit.at));
	while (before > room && from < p->edit.at) {
		size_t start = from;
		utf8_next(text, &from);
		before -= display_columns(str_slice(text, start, from));
	}
	display_put(&p->display, 0, 0, STR("\033[0;1m>\033[0m"));
	buf_put_plain(&line, str_slice(text, from, text.len));
	put_rest(p, put(p, 0, SIGN, &line));
	return SIGN + before;
}

static void draw_status(struct prompt *p)
{
	const struct typing *t = &p->typing;
	const struct search_result *r = &t->result;
	bool asks = str_trim(buf_str(&t->text)).len > 0;
	unsigned long long n = asks ? r->total : t->searcher->collection.docs;
	struct buf line = {0};
	buf_printf(&line, "\033[0;2m%llu document%s", n, n == 1 ? "" : "s");
	if (asks)
		buf_printf(&line, " in %.2f ms", t->milliseconds);
	if (t->offer.len && t->corrects) {
		buf_puts(&line, "  did you mean \033[0;1m");
		buf_put_plain(&line, buf_str(&t->offer));
		buf_puts(&line, "\033[0;2m? (Tab)");
	}
	if (asks && r->warning_count) {
		buf_puts(&line, "  ");
		buf_put_plain(&line, r->warnings[0]);
	}
	put(p, 1, SIGN, &line);
}

/* For one who has not typed yet. */
static void draw_help(struct prompt *p)
{
	static const char *const LINES[] = {
		"Type words: results come by themselves.",
		"Tab        take what is offered",
		"Up, Down   choose a result",
		"Enter      print it",
		"Escape     leave",
	};
	for (unsigned i = 0; i < sizeof LINES / sizeof *LINES; i++) {
		struct buf line = {0};
		buf_printf(&line, "\033[0;2m%s", LINES[i]);
		put(p, HEAD + 1 + i, SIGN, &line);
	}
}

/* Lines of its passage. */
static unsigned passage_rows(const struct prompt *p)
{
	return hit_rows(p) == HIT_ROWS ? 2 : 1;
}

static enum status draw_hit(
	struct prompt *p, uint32_t number, unsigned row, struct error *err)
{
	unsigned rows = passage_rows(p) + 2;
	struct str text;
	enum status status = page_hit(&p->page, number, &text, err);
	if (status != OK)
		return status;
	display_put(&p->display, row, SIGN, STR("\033[0m"));
	for (unsigned i = 0; i < rows; i++) {
		size_t end = str_find(text, 0, '\n');
		display_put(
			&p->display, row + i, SIGN, str_slice(text, 0, end));
		text = str_slice(text, end + 1, text.len);
	}
	for (unsigned i = 0; number == p->selected && i < rows; i++)
		display_put(&p->display, row + i, 0,
			STR("\033[0;36m\u258c\033[0m"));
	return OK;
}

/* A document may be long; a key that comes is more urgent. */
static enum status draw_hits(struct prompt *p, struct error *err)
{
	unsigned columns = p->display.columns, rows = p->display.rows;
	unsigned room = columns > SIGN ? columns - SIGN : 1;
	uint32_t count = p->typing.result.count;
	enum status status = OK;
	page_size(
		&p->page, room < WIDTH_MAX ? room : WIDTH_MAX, passage_rows(p));
	for (uint32_t i = p->top; i < count && status == OK; i++) {
		unsigned row = HEAD + (i - p->top) * hit_rows(p);
		if (row >= rows || display_has_press(&p->display))
			break;
		status = draw_hit(p, i, row, err);
	}
	return status;
}

static enum status draw(struct prompt *p, struct error *err)
{
	display_clear(&p->display);
	unsigned column = draw_text(p);
	draw_status(p);
	if (p->edit.text.len == 0)
		draw_help(p);
	enum status status = draw_hits(p, err);
	if (!display_has_press(&p->display))
		display_show(&p->display, 0, column);
	p->stale = display_has_press(&p->display);
	return status;
}

/* After another result: what is chosen and shown lies within it. */
static void bound(struct prompt *p)
{
	uint32_t count = p->typing.result.count, hits = hits_shown(p);
	if (p->selected >= count)
		p->selected = count ? count - 1 : 0;
	if (p->top > p->selected)
		p->top = p->selected;
	if (p->selected - p->top >= hits)
		p->top = p->selected - hits + 1;
}

static enum status show_result(struct prompt *p, struct error *err)
{
	struct typing *t = &p->typing;
	bound(p);
	if (p->shown == t->searches)
		return OK;
	p->shown = t->searches;
	return page_begin(&p->page, t->searcher, &t->result, err);
}

static enum status step(struct prompt *p, bool all, struct error *err)
{
	const struct typing *t = &p->typing;
	uint64_t searches = t->searches;
	size_t offer = t->offer.len;
	enum status status = all ? typing_finish(&p->typing, err)
				 : typing_step(&p->typing, err);
	p->stale |= t->searches != searches || t->offer.len != offer;
	return status == OK ? show_result(p, err) : status;
}

/* The index is another one: the same text in that. */
static void follow(struct prompt *p)
{
	if (searcher_is_current(p->typing.searcher))
		return;
	page_release(&p->page);
	typing_follow(&p->typing);
}

/* The text is another one. */
static void search(struct prompt *p)
{
	follow(p);
	typing_set(&p->typing, buf_str(&p->edit.text));
	p->selected = p->top = 0;
}

static enum status select_hit(struct prompt *p, int64_t to, struct error *err)
{
	enum status status = OK;
	if (to >= p->typing.result.count)
		status = typing_more(&p->typing, err);
	p->selected = to < 0 ? 0 : (uint32_t)to;
	return status == OK ? show_result(p, err) : status;
}

static enum status take_offer(struct prompt *p, struct error *err)
{
	enum status status = step(p, true, err);
	if (status == OK && p->typing.offer.len) {
		edit_set(&p->edit, buf_str(&p->typing.offer));
		search(p);
	}
	return status;
}

/* Also if Enter is pressed faster than one can search. */
static enum status choose(struct prompt *p, struct error *err)
{
	enum status status = step(p, true, err);
	p->left = p->chosen = status == OK && p->typing.result.count > 0;
	return status;
}

/* Keys that change the text; false: this is none. */
static bool edit(struct prompt *p, const struct press *press)
{
	struct edit *e = &p->edit;
	char control = press->key == PRESS_CONTROL ? (char)press->character : 0;
	struct buf character = {0};
	if (press->key == PRESS_CHARACTER) {
		utf8_put(&character, press->character);
		edit_insert(e, buf_str(&character));
		buf_release(&character);
	} else if (press->key == PRESS_BACKSPACE) {
		edit_erase(e);
	} else if (press->key == PRESS_DELETE) {
		edit_delete(e);
	} else if (control == 'W') {
		edit_erase_word(e);
	} else if (control == 'U') {
		edit_erase_front(e);
	} else if (control == 'K') {
		edit_erase_rest(e);
	} else {
		return false;
	}
	return true;
}

/* What a letter with Ctrl stands for, else the key itself. */
static enum press_key meaning(const struct press *press)
{
	static const struct {
		char letter;
		enum press_key key;
	} LETTERS[] = {{'A', PRESS_HOME}, {'E', PRESS_END}, {'B', PRESS_LEFT},
		{'F', PRESS_RIGHT}, {'P', PRESS_UP}, {'N', PRESS_DOWN},
		{'C', PRESS_ESCAPE}, {'D', PRESS_ESCAPE}, {'G', PRESS_ESCAPE}};
	for (size_t i = 0; i < sizeof LETTERS / sizeof *LETTERS; i++)
		if (press->key == PRESS_CONTROL &&
			press->character == (uint32_t)LETTERS[i].letter)
			return LETTERS[i].key;
	return press->key;
}

static enum status obey(
	struct prompt *p, const struct press *press, struct error *err)
{
	int64_t at = p->selected, hits = hits_shown(p);
	p->stale = true;
	switch (meaning(press)) {
	case PRESS_LEFT:
		edit_left(&p->edit);
		return OK;
	case PRESS_RIGHT:
		edit_right(&p->edit);
		return OK;
	case PRESS_WORD_LEFT:
		edit_word_left(&p->edit);
		return OK;
	case PRESS_WORD_RIGHT:
		edit_word_right(&p->edit);
		return OK;
	case PRESS_HOME:
		edit_home(&p->edit);
		return OK;
	case PRESS_END:
		edit_end(&p->edit);
		return OK;
	case PRESS_UP:
		return select_hit(p, at - 1, err);
	case PRESS_DOWN:
		return select_hit(p, at + 1, err);
	case PRESS_PAGE_UP:
		return select_hit(p, at - hits, err);
	case PRESS_PAGE_DOWN:
		return select_hit(p, at + hits, err);
	case PRESS_TAB:
		return take_offer(p, err);
	case PRESS_ENTER:
		return choose(p, err);
	case PRESS_ESCAPE:
		p->left = true;
		return OK;
	case PRESS_RESIZE:
		bound(p);
		return OK;
	default:
		if (press->key == PRESS_CONTROL && press->character == 'Z')
			display_suspend(&p->display);
		else if (edit(p, press))
			search(p);
		return OK;
	}
}

/* While a key waits, nothing is searched or drawn. */
static enum status ask(struct prompt *p, struct error *err)
{
	enum status status = OK;
	typing_set(&p->typing, STR(""));
	while (status == OK && !p->left) {
		struct press press;
		bool pending = p->typing.next != TYPING_DONE;
		if (!display_has_press(&p->display) && pending)
			status = step(p, false, err);
		if (status == OK && p->stale && !display_has_press(&p->display))
			status = draw(p, err);
		if (status != OK)
			break;
		pending = p->typing.next != TYPING_DONE;
		status = display_read(
			&p->display, pending ? 0 : IDLE, &press, err);
		if (status == OK && press.key != PRESS_NONE)
			status = obey(p, &press, err);
		else if (!pending)
			follow(p);
	}
	return status;
}

static enum status put_chosen(
	struct prompt *p, struct buf *out, struct error *err)
{
	const struct prompt_options *o = p->options;
	struct search_result *r = &p->typing.result;
	struct search_request q = p->typing.request;
	const struct view *view;
	struct print_options print = *o->print;
	print.milliseconds = p->typing.milliseconds;
	q.query = buf_str(&p->typing.text);
	q.offset += p->selected;
	r->hits += p->selected;
	r->count = 1;
	if (!o->path)
		return print_result(
			o->form, &print, p->typing.searcher, &q, r, out, err);
	enum status status = viewer_show(&p->page.viewer, &r->hits[0],
		&(struct view_parts){0}, &view, err);
	if (status != OK)
		return status;
	if (!place_path(p->typing.searcher, view, out))
		buf_put_plain(out, view->record.url.len ? view->record.url
							: view->record.id);
	buf_putc(out, print.zero ? '\0' : '\n');
	return OK;
}

bool prompt_is_possible(void)
{
	const char *term = getenv("TERM");
	return isatty(0) && term && term[0] && strcmp(term, "dumb") != 0;
}

enum status prompt_run(struct searcher *s, const struct prompt_options *o,
	struct buf *out, bool *chosen, struct error *err)
{
	struct prompt p = {.options = o,
		.stale = true,
		.typing = {.searcher = s,
			.request = o->request,
			.limited = o->limited,
			.collapse = o->collapse}};
	enum status status = display_open(&p.display, o->color, err);
	if (status != OK)
		return status;
	status = ask(&p, err);
	display_close(&p.display);
	if (status == OK && p.chosen)
		status = put_chosen(&p, out, err);
	*chosen = p.chosen;
	page_release(&p.page);
	typing_release(&p.typing);
	edit_release(&p.edit);
	return status;
}
