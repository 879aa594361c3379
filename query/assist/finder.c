/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/finder.h"
#include "common/simd/kernel.h"

enum {
	TOKENS_MAX = 1 << 16, /* remembered        */
	BLOCKS = 16,          /* looked at at once */
	PREFIX_BEHIND = PREFIX_PLACES - 1,
};

static void speak(struct finder *f, language lang)
{
	unsigned kept = language_kept(lang);
	if (f->lang != lang || f->tokens.count >= TOKENS_MAX) {
		map_clear(&f->tokens);
		f->matches.len = 0;
		f->lang = lang;
	}
	if (f->kept == kept)
		return;
	f->set = (struct prefix_set){0};
	for (uint32_t i = 0; i < f->stems->count; i++)
		prefix_add(&f->set, str_slice(map_key(f->stems, i), 0, kept));
	f->kept = kept;
}

static enum status analyse(
	struct finder *f, struct str raw, struct finder_match *out)
{
	struct analysis an;
	enum status status = analyzer_word(f->analyzer, raw, f->lang, &an);
	if (status != OK)
		return status;
	*out = (struct finder_match){0, true};
	for (unsigned i = 0; i < an.count; i++) {
		uint32_t id = map_find(f->stems, an.parts[i].stem);
		if (id == MAP_NONE)
			continue;
		out->stems |= UINT64_C(1)
			      << (id < FINDER_STEMS ? id : FINDER_STEMS - 1);
		out->first_only =
			out->first_only && an.parts[i].role == PART_CHAR;
	}
	return OK;
}

static enum status match_token(
	struct finder *f, struct str raw, struct finder_match *out)
{
	uint32_t id = map_find(&f->tokens, raw);
	if (id != MAP_NONE) {
		*out = f->matches.v[id];
		return OK;
	}
	enum status status = analyse(f, raw, out);
	if (status == OK)
		status = vec_push(&f->matches, *out);
	if (status == OK && (status = map_add(&f->tokens, raw, &id)) != OK)
		f->matches.len--;
	return status;
}

/* What the set says of a word in small letters, but for the first; there are
 * words it has nothing to say of. */
static bool may_match(const struct finder *f, struct str raw)
{
	for (size_t i = 0; i < raw.len; i++) {
		char c = raw.p[i], small = i ? c : c | 0x20;
		bool simple = (small >= 'a' && small <= 'z') ||
			      (c >= '0' && c <= '9');
		if (!simple)
			return true;
	}
	return prefix_has(&f->set, raw);
}

/* Going through a text. */
struct search {
	struct finder *f;
	struct tokens tokens;
	bool some;       /* tokens that cannot match are passed over */
	bool first_only; /* what was found last, of an unspaced pair */
};

static bool is_full(const struct search *s)
{
	return s->f->found.len == FINDER_FOUND_MAX;
}

static enum status look_at(struct search *s, struct token t)
{
	struct finder *f = s->f;
	struct finder_match m;
	struct str raw = str_slice(s->tokens.text, t.off, t.off + t.len);
	if (s->first_only && f->found.v[f->found.len - 1].end > t.off)
		f->found.v[f->found.len - 1].end = t.off;
	s->first_only = false;
	if (s->some && !may_match(f, raw))
		return OK;
	enum status status = match_token(f, raw, &m);
	if (status == OK && m.stems)
		status = vec_push(&f->found,
			(struct finder_found){t.off, t.off + t.len, m.stems});
	s->first_only = status == OK && m.stems && m.first_only;
	return status;
}

static enum status look_until(struct search *s, size_t end)
{
	enum status status = OK;
	struct token t;
	while (status == OK && !is_full(s) &&
		tokens_next_before(&s->tokens, end, &t))
		status = look_at(s, t);
	return status;
}

static bool is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* All of what stands between white space around `at`; moves that behind it. */
static enum status look_around(struct search *s, size_t *at)
{
	struct str text = s->tokens.text;
	struct token t;
	size_t start = tokens_start(text, s->tokens.at, *at);
	while (*at < text.len && !is_white(text.p[*at]))
		++*at;
	if (start > s->tokens.at) {
		tokens_seek(&s->tokens, start);
		if (tokens_lone(&s->tokens, *at, &t))
			return is_full(s) ? OK : look_at(s, t);
	}
	return look_until(s, *at);
}

/* A block with what is around it, some of which the text lacks. */
static void places_at_edge(const struct finder *f, struct str text,
	size_t block, struct prefix_places *out)
{
	char bytes[1 + PREFIX_BYTES + PREFIX_BEHIND];
	size_t from = block > 0 ? block - 1 : 0;
	struct str part =
		str_slice(text, from, block + PREFIX_BYTES + PREFIX_BEHIND);
	memset(bytes, ' ', sizeof bytes);
	memcpy(bytes + (block == 0), part.p, part.len);
	kernel()->prefix->blocks(bytes + 1, 1, &f->set, out);
}

/* Of BLOCKS blocks from `start` on, or of those that are left; their number. */
static size_t places_from(const struct finder *f, struct str text, size_t start,
	struct prefix_places out[BLOCKS])
{
	size_t left = text.len - start;
	size_t count = (left + PREFIX_BYTES - 1) / PREFIX_BYTES;
	size_t whole = left > PREFIX_BEHIND
			       ? (left - PREFIX_BEHIND) / PREFIX_BYTES
			       : 0;
	count = count < BLOCKS ? count : BLOCKS;
	whole = whole < count ? whole : count;
	size_t first = start == 0; /* has nothing before it */
	if (first < whole)
		kernel()->prefix->blocks(text.p + start + first * PREFIX_BYTES,
			whole - first, &f->set, out + first);
	if (first)
		places_at_edge(f, text, 0, out);
	for (size_t i = whole > first ? whole : first; i < count; i++)
		places_at_edge(f, text, start + i * PREFIX_BYTES, &out[i]);
	return count;
}

static enum status look_in(struct search *s, size_t block,
	const struct prefix_places *places, size_t *at)
{
	enum status status = OK;
	/* A word may begin within letters only behind a token that was cut for
	 * being longer than TOKEN_MAX, so what fills a block is looked at. */
	uint64_t begins = places->begins | !places->white;
	while (begins && status == OK) {
		size_t next = block + (size_t)__builtin_ctzll(begins);
		begins &= begins - 1;
		if (next < *at)
			continue;
		*at = next;
		status = look_around(s, at);
	}
	return status;
}

static enum status find_some(struct search *s)
{
	struct str text = s->tokens.text;
	struct prefix_places places[BLOCKS];
	enum status status = OK;
	size_t at = 0; /* what is before is done */
	for (size_t block = 0; block < text.len && status == OK;) {
		size_t count = places_from(s->f, text, block, places);
		for (size_t i = 0; i < count && status == OK; i++) {
			if (is_full(s))
				return OK;
			status = look_in(s, block, &places[i], &at);
			block += PREFIX_BYTES;
		}
	}
	return status;
}

static void begin(
	struct finder *f, struct str text, language lang, struct search *s)
{
	*s = (struct search){.f = f};
	f->found.len = 0;
	speak(f, lang);
	tokens_init(&s->tokens, text);
}

enum status finder_find(struct finder *f, struct str text, language lang)
{
	struct search s;
	begin(f, text, lang, &s);
	s.some = f->kept > 0;
	return s.some ? find_some(&s) : look_until(&s, text.len);
}

enum status finder_find_plain(struct finder *f, struct str text, language lang)
{
	struct search s;
	begin(f, text, lang, &s);
	return look_until(&s, text.len);
}

void finder_release(struct finder *f)
{
	map_release(&f->tokens);
	vec_release(&f->matches);
	vec_release(&f->found);
}
