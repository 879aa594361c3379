/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/slice.h"
#include "common/base/bytes.h"

enum { LINK = 4, SMALLEST = 8, LEVELS = 10 };

static size_t level_size(unsigned level)
{
	return (size_t)SMALLEST << (level - 1);
}

static bool grow(struct slice *s, struct pool *p)
{
	unsigned level = s->level < LEVELS ? s->level + 1u : LEVELS;
	uint32_t address = pool_take(p, level_size(level));
	if (address == POOL_FULL)
		return false;
	if (s->level)
		memcpy(pool_at(p, s->at), &address, LINK);
	else
		s->head = address;
	s->at = address;
	s->left = (uint16_t)(level_size(level) - LINK);
	s->level = (uint8_t)level;
	return true;
}

bool slice_put_across(struct slice *s, struct pool *p, uint64_t v)
{
	uint8_t bytes[VARINT_MAX];
	size_t n = put_varint(bytes, v);
	for (size_t i = 0; i < n; i++) {
		if (!s->left && !grow(s, p))
			return false;
		*pool_at(p, s->at++) = bytes[i];
		s->left--;
	}
	return true;
}

void slice_read(const struct slice *s, const struct pool *p, struct buf *out)
{
	uint32_t address = s->head;
	for (unsigned level = 1; s->level; level += level < LEVELS) {
		const uint8_t *bytes = pool_at(p, address);
		size_t len = level_size(level) - LINK;
		bool last = s->at >= address && s->at - address <= len;
		if (last)
			len = s->at - address;
		buf_put(out, bytes, len);
		if (last)
			break;
		memcpy(&address, bytes + len, LINK);
	}
}
