/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/records.h"

enum status records_open(
	struct records *all, const char *folder, struct error *err)
{
	*all = (struct records){.sharded = glass_shards(folder) > 0};
	all->manifest =
		all->sharded ? &all->walk.manifest : &all->index.manifest;
	return all->sharded ? shard_walk_open(&all->walk, folder, err)
			    : snapshot_open(&all->index, folder, err);
}

/* Empty bytes at the end. */
static enum status next_of_segments(struct records *all, struct error *err)
{
	all->bytes = STR("");
	for (; all->leaf < all->index.leaf_count; all->leaf++, all->doc = 0) {
		const struct leaf *leaf = all->index.leaves[all->leaf];
		while (all->doc < leaf->segment.docs &&
			!live_has(&leaf->live, all->doc))
			all->doc++;
		if (all->doc < leaf->segment.docs)
			return stored_get(&all->reader, &leaf->stored,
				all->doc++, &all->bytes, err);
	}
	return OK;
}

static enum status damage(const struct records *all, struct error *err)
{
	static const char why[] = "a record cannot be read";
	return all->sharded
		       ? error_corrupt(err, all->walk.at->path, why)
		       : segment_corrupt(&all->index.leaves[all->leaf]->segment,
				 SECTION_STORED, why, err);
}

enum status records_next(
	struct records *all, const struct record **out, struct error *err)
{
	enum status status =
		all->sharded ? shard_walk_next(&all->walk, &all->bytes, err)
			     : next_of_segments(all, err);
	*out = NULL;
	if (status != OK || all->bytes.len == 0)
		return status;
	arena_clear(&all->arena);
	status = record_get(all->bytes, &all->arena, &all->record);
	if (status == ERR_CORRUPT)
		return damage(all, err);
	if (status != OK)
		return error_set(err, status, "out of memory");
	*out = &all->record;
	return OK;
}

void records_close(struct records *all)
{
	shard_walk_close(&all->walk);
	snapshot_close(&all->index);
	stored_reader_release(&all->reader);
	arena_release(&all->arena);
	*all = (struct records){0};
}
