/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/sections.h"

static struct stretch stretch_of(const struct record *r, uint32_t i)
{
	uint32_t next = i + 1 < r->section_count ? r->sections[i + 1].off
						 : (uint32_t)r->text.len;
	return (struct stretch){r->sections[i].off, next};
}

/* Into its place, if there is one, keeping the memory of snippets. */
static void offer(
	struct sections *out, unsigned most, const struct found_section *f)
{
	unsigned at = out->count;
	while (at > 0 && out->v[at - 1].worth < f->worth)
		at--;
	if (at == most)
		return;
	out->count += out->count < most;
	struct snippet free = out->v[out->count - 1].snippet;
	for (unsigned i = out->count - 1; i > at; i--)
		out->v[i] = out->v[i - 1];
	out->v[at] = *f;
	out->v[at].snippet = free;
}

enum status sections_find(struct snippeter *s, const struct record *r,
	unsigned count, unsigned width, struct sections *out)
{
	enum status status = OK;
	unsigned most = count < SECTIONS_MAX ? count : SECTIONS_MAX;
	out->count = 0;
	for (uint32_t i = 0; i < r->section_count && status == OK; i++) {
		struct found_section f = {
			.section = &r->sections[i], .text = stretch_of(r, i)};
		if (f.section->heading.len == 0)
			continue;
		status = snippet_stems(s, f.section->heading, &f.named);
		f.worth = snippet_worth(s, r->text, f.text, width);
		if (f.worth < 0 && !f.named)
			continue;
		f.worth =
			(f.worth < 0 ? 0 : f.worth) + snippet_value(s, f.named);
		offer(out, most, &f);
	}
	for (unsigned i = 0; i < out->count && status == OK; i++) {
		struct found_section *f = &out->v[i];
		status = snippet_of(s, r->text, f->text, width, &f->snippet);
		link_find(s, r, &f->snippet, &f->words);
	}
	return status;
}

bool section_adds(const struct found_section *f, const struct snippet *shown)
{
	const struct snippet *own = &f->snippet;
	uint64_t has = own->count ? own->fragments[0].stems : 0;
	uint64_t best = shown->count ? shown->fragments[0].stems : 0;
	for (unsigned i = 0; i < shown->count; i++)
		if (shown->fragments[i].off >= f->text.off &&
			shown->fragments[i].off < f->text.end)
			return false;
	return f->named || (has & (has - 1) && (has & best) == best);
}

void sections_release(struct sections *s)
{
	for (unsigned i = 0; i < SECTIONS_MAX; i++)
		snippet_release(&s->v[i].snippet);
	s->count = 0;
}
