/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/map.h"
#include "common/base/hash.h"
#include "common/base/huge.h"

#include <stdlib.h>

static uint32_t hash_key(const struct map *m, struct str key)
{
	return (uint32_t)hash64_seed(key, m->seed);
}

static struct map_slot *slot_of(
	const struct map *m, struct str key, uint32_t hash)
{
	uint32_t at = hash & m->mask;
	for (;; at = (at + 1) & m->mask) {
		struct map_slot *s = &m->slots[at];
		if (s->id == MAP_NONE ||
			(s->hash == hash && str_eq(map_key(m, s->id), key)))
			return s;
	}
}

static bool grow_slots(struct map *m)
{
	uint32_t n = m->slots ? (m->mask + 1) * 2 : 64;
	struct map_slot *slots = n ? huge_alloc(n * sizeof *slots) : NULL;
	if (!slots)
		return false;
	memset(slots, 0xff, n * sizeof *slots);
	for (uint32_t i = 0; m->slots && i <= m->mask; i++) {
		if (m->slots[i].id == MAP_NONE)
			continue;
		uint32_t at = m->slots[i].hash & (n - 1);
		while (slots[at].id != MAP_NONE)
			at = (at + 1) & (n - 1);
		slots[at] = m->slots[i];
	}
	free(m->slots);
	m->slots = slots;
	m->mask = n - 1;
	return true;
}

static bool grow_keys(struct map *m)
{
	uint32_t cap = m->cap ? m->cap * 2 : 32;
	uint32_t *keys = huge_realloc(
		m->keys, m->count * sizeof *keys, cap * sizeof *keys);
	if (!keys)
		return false;
	m->keys = keys;
	m->cap = cap;
	return true;
}

/* One byte of length, or 255 and three, then the key. */
static uint32_t put_key(struct map *m, struct str key)
{
	size_t head = key.len < 255 ? 1 : 4;
	uint32_t address = pool_take(&m->bytes, head + key.len);
	if (address == POOL_FULL)
		return address;
	uint8_t *p = pool_at(&m->bytes, address);
	p[0] = head == 1 ? (uint8_t)key.len : 255;
	if (head == 4) {
		p[1] = (uint8_t)key.len;
		p[2] = (uint8_t)(key.len >> 8);
		p[3] = (uint8_t)(key.len >> 16);
	}
	if (key.len)
		memcpy(p + head, key.p, key.len);
	return address;
}

uint32_t map_find(const struct map *m, struct str key)
{
	return m->slots ? slot_of(m, key, hash_key(m, key))->id : MAP_NONE;
}

/* The next number, for `key`. */
static enum status append(struct map *m, struct str key)
{
	if (m->count == m->cap && !grow_keys(m))
		return ERR_NOMEM;
	uint32_t address = put_key(m, key);
	if (address == POOL_FULL)
		return ERR_NOMEM;
	m->keys[m->count++] = address;
	return OK;
}

enum status map_add(struct map *m, struct str key, uint32_t *id)
{
	if (key.len > MAP_KEY_MAX)
		return ERR_LIMIT;
	if (!m->seed)
		m->seed = hash_seed();
	if ((!m->slots || m->count > m->mask / 4 * 3) && !grow_slots(m))
		return ERR_NOMEM;
	uint32_t hash = hash_key(m, key);
	struct map_slot *s = slot_of(m, key, hash);
	if (s->id == MAP_NONE) {
		enum status status = append(m, key);
		if (status != OK)
			return status;
		*s = (struct map_slot){hash, m->count - 1};
	}
	*id = s->id;
	return OK;
}

enum status map_append(struct map *m, struct str key, uint32_t *id)
{
	enum status status = key.len > MAP_KEY_MAX ? ERR_LIMIT : append(m, key);
	*id = m->count - 1;
	return status;
}

size_t map_memory(const struct map *m)
{
	size_t slots = m->slots ? ((size_t)m->mask + 1) * sizeof *m->slots : 0;
	return slots + m->cap * sizeof *m->keys + pool_memory(&m->bytes);
}

void map_clear(struct map *m)
{
	if (m->slots)
		memset(m->slots, 0xff,
			((size_t)m->mask + 1) * sizeof *m->slots);
	m->count = 0;
	pool_clear(&m->bytes);
}

void map_release(struct map *m)
{
	free(m->slots);
	free(m->keys);
	pool_release(&m->bytes);
	*m = (struct map){0};
}
