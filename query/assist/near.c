/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/near.h"
#include "common/base/hash.h"
#include "common/text/analyzer.h"

static void put(struct near_sketch *s, const uint64_t words[3])
{
	uint64_t h = hash64((struct str){(const char *)words, 24});
	uint64_t *place = &s->places[h % NEAR_PLACES];
	if (h < *place)
		*place = h;
}

void near_sketch(struct near_sketch *s, struct str text)
{
	struct tokens tokens;
	struct token t;
	uint64_t words[3] = {0};
	uint32_t count = 0;
	memset(s, 0xff, sizeof *s);
	text = str_slice(text, 0, NEAR_TEXT_MAX);
	tokens_init(&tokens, text);
	while (tokens_next(&tokens, &t)) {
		words[0] = words[1];
		words[1] = words[2];
		words[2] = hash64(str_slice(text, t.off, t.off + t.len));
		if (++count >= 3)
			put(s, words);
	}
	if (count == 1 || count == 2)
		put(s, words);
}

unsigned near_likeness(const struct near_sketch *a, const struct near_sketch *b)
{
	unsigned same = 0, some = 0;
	for (unsigned i = 0; i < NEAR_PLACES; i++) {
		bool any = (a->places[i] & b->places[i]) != UINT64_MAX;
		some += any;
		same += any && a->places[i] == b->places[i];
	}
	return some ? 100 * same / some : 0;
}
