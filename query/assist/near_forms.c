/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/near_forms.h"
#include "common/base/map.h"
#include "query/assist/alike.h"

enum { WANTED_MAX = 16, BEGINNING = 4, SHORT = 5 };

struct near_search {
	struct analyzer *analyzer;
	language language;
	struct map wanted; /* folded */
	struct map forms;  /* as first seen */
	struct str best[NEAR_FORMS];
	unsigned far[NEAR_FORMS], count;
};

typedef enum status word_visitor(
	struct near_search *s, struct str raw, struct str fold);

static enum status each_word(
	struct near_search *s, struct str text, word_visitor *visit)
{
	struct tokens tokens;
	struct token t;
	enum status status = OK;
	tokens_init(&tokens, text);
	while (status == OK && tokens_next(&tokens, &t)) {
		struct str raw = str_slice(text, t.off, t.off + t.len);
		struct analysis an;
		status = analyzer_word(s->analyzer, raw, s->language, &an);
		for (unsigned i = 0; i < an.count && status == OK; i++)
			if (an.parts[i].role == PART_WORD)
				status = visit(s, raw, an.parts[i].fold);
	}
	return status;
}

static enum status want(struct near_search *s, struct str raw, struct str fold)
{
	uint32_t id;
	(void)raw;
	return s->wanted.count < WANTED_MAX ? map_add(&s->wanted, fold, &id)
					    : OK;
}

/* 0 to 2: so many letters behind the first are other; 3: one is the other's
 * beginning. */
static unsigned distance(struct str a, struct str b)
{
	size_t shorter = a.len < b.len ? a.len : b.len;
	if (shorter == 0 || a.p[0] != b.p[0])
		return ALIKE_FAR;
	unsigned far = alike_distance(a, b, shorter < SHORT ? 1 : 2);
	bool begins = str_starts(a, b) || str_starts(b, a);
	return far == ALIKE_FAR && begins && shorter >= BEGINNING ? 3 : far;
}

static void rank(struct near_search *s, struct str form, unsigned far)
{
	unsigned at = s->count;
	while (at > 0 && s->far[at - 1] > far)
		at--;
	if (at == NEAR_FORMS)
		return;
	s->count += s->count < NEAR_FORMS;
	for (unsigned i = s->count - 1; i > at; i--) {
		s->best[i] = s->best[i - 1];
		s->far[i] = s->far[i - 1];
	}
	s->best[at] = form;
	s->far[at] = far;
}

static enum status compare(
	struct near_search *s, struct str raw, struct str fold)
{
	unsigned far = ALIKE_FAR;
	uint32_t id, before = s->forms.count;
	for (uint32_t i = 0; i < s->wanted.count; i++) {
		unsigned n = distance(map_key(&s->wanted, i), fold);
		far = n < far ? n : far;
	}
	if (far == ALIKE_FAR || map_find(&s->forms, fold) != MAP_NONE)
		return OK;
	enum status status = map_add(&s->forms, fold, &id);
	if (status == OK && id == before)
		rank(s, raw, far);
	return status;
}

enum status near_forms(struct analyzer *a, language l, struct str words,
	const struct str *texts, unsigned count, struct buf *out)
{
	struct near_search s = {.analyzer = a, .language = l};
	enum status status = each_word(&s, words, want);
	for (unsigned i = 0; i < count && status == OK && s.wanted.count; i++)
		status = each_word(&s, texts[i], compare);
	for (unsigned i = 0; i < s.count && status == OK; i++) {
		buf_puts(out, i ? ", " : "");
		buf_put_str(out, s.best[i]);
	}
	map_release(&s.wanted);
	map_release(&s.forms);
	return status == OK ? out->status : status;
}
