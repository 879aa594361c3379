/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/stored_cache.h"

enum { ROOM_IN = 64 }; /* a record has so small a part of it, or none */

struct key {
	struct hash128 segment;
	uint64_t doc;
};

static struct str key_bytes(const struct key *k)
{
	return (struct str){(const char *)k, sizeof *k};
}

static void forget(struct stored_cached *g)
{
	map_clear(&g->keys);
	arena_clear(&g->bytes);
	g->records.len = g->used = 0;
}

static struct str find(const struct stored_cached *g, const struct key *k)
{
	uint32_t id = map_find(&g->keys, key_bytes(k));
	return id == MAP_NONE ? (struct str){0} : g->records.v[id];
}

/* The copy, or .p NULL. */
static struct str put(
	struct stored_cached *g, const struct key *k, struct str record)
{
	uint32_t id;
	struct str copy = arena_dup(&g->bytes, record);
	if (!copy.p || vec_reserve(&g->records, g->records.len + 1) != OK ||
		map_add(&g->keys, key_bytes(k), &id) != OK)
		return (struct str){0};
	if (id == g->records.len)
		g->records.len++;
	g->records.v[id] = copy;
	g->used += copy.len;
	return copy;
}

/* What is put moves to the old generation when the young one has no room. */
static void make_room(struct stored_cache *c)
{
	if (c->young.used < c->max / 2)
		return;
	struct stored_cached full = c->young;
	forget(&c->old);
	c->young = c->old;
	c->old = full;
}

struct str stored_cache_find(
	struct stored_cache *c, const struct hash128 *segment, uint32_t doc)
{
	const struct key k = {*segment, doc};
	struct str record = find(&c->young, &k);
	if (record.p)
		return record;
	record = find(&c->old, &k);
	bool moves = record.p && c->young.used < c->max / 2;
	struct str moved = moves ? put(&c->young, &k, record) : (struct str){0};
	return moved.p ? moved : record;
}

void stored_cache_put(struct stored_cache *c, const struct hash128 *segment,
	uint32_t doc, struct str record)
{
	const struct key k = {*segment, doc};
	if (record.len > c->max / ROOM_IN)
		return;
	make_room(c);
	(void)put(&c->young, &k, record);
}

static void release(struct stored_cached *g)
{
	map_release(&g->keys);
	arena_release(&g->bytes);
	vec_release(&g->records);
}

void stored_cache_release(struct stored_cache *c)
{
	release(&c->young);
	release(&c->old);
}
