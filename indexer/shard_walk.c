/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/shard_walk.h"

#include <stdlib.h>

/* The next document of a shard. */
struct shard_lane {
	struct xap_walk *ordinals;
	struct xap_item item; /* its text is a number, in byte order */
	bool more;
};

static enum status refuse(
	const struct shard *s, const struct error *why, struct error *err)
{
	return error_set(err, why->status, "%s: %s", s->path, why->text);
}

static enum status open_lane(
	struct shard_walk *w, uint32_t i, struct error *err)
{
	struct error why = {0};
	struct shard_lane *lane = &w->lanes[i];
	enum status status = xap_db_values(
		w->shards[i].before, GLASS_ORDINAL, &lane->ordinals, &why);
	if (status != OK)
		return refuse(&w->shards[i], &why, err);
	lane->more = xap_walk_next(lane->ordinals, &lane->item);
	return OK;
}

enum status shard_walk_open(
	struct shard_walk *w, const char *folder, struct error *err)
{
	*w = (struct shard_walk){0};
	enum status status = manifest_read(&w->manifest, folder, err);
	if (status != OK)
		return status;
	w->count = glass_shards(folder);
	w->shards = calloc(w->count + 1u, sizeof *w->shards);
	w->lanes = calloc(w->count + 1u, sizeof *w->lanes);
	if (!w->shards || !w->lanes)
		status = error_set(err, ERR_NOMEM, "out of memory");
	for (uint32_t i = 0; i < w->count && status == OK; i++) {
		status = shard_open(
			&w->shards[i], folder, i, w->count, &w->arena, err);
		if (status == OK)
			status = open_lane(w, i, err);
	}
	if (status != OK)
		shard_walk_close(w);
	return status;
}

/* The lane whose document is next; NULL at the end. */
static struct shard_lane *first(struct shard_walk *w)
{
	struct shard_lane *best = NULL;
	for (uint32_t i = 0; i < w->count; i++) {
		struct shard_lane *lane = &w->lanes[i];
		if (lane->more && (!best || str_cmp(lane->item.text,
						    best->item.text) < 0))
			best = lane;
	}
	return best;
}

static enum status close_lanes(struct shard_walk *w, struct error *err)
{
	enum status status = OK;
	for (uint32_t i = 0; i < w->count; i++) {
		struct error why = {0};
		enum status closed =
			w->lanes[i].ordinals
				? xap_walk_close(w->lanes[i].ordinals, &why)
				: OK;
		w->lanes[i] = (struct shard_lane){0};
		if (closed != OK && status == OK)
			status = refuse(&w->shards[i], &why, err);
	}
	return status;
}

enum status shard_walk_next(
	struct shard_walk *w, struct str *bytes, struct error *err)
{
	struct shard_lane *lane = first(w);
	struct xap_doc *doc;
	struct error why = {0};
	*bytes = STR("");
	if (!lane)
		return close_lanes(w, err);
	w->at = &w->shards[lane - w->lanes];
	w->number = lane->item.number;
	buf_clear(&w->data);
	enum status status = xap_number_unpack(lane->item.text, &w->ordinal);
	if (status == OK)
		status = xap_db_doc(w->at->before, w->number, &doc, &why);
	if (status == OK) {
		status = xap_doc_data(doc, &w->data, &why);
		xap_doc_free(doc);
	}
	if (status != OK)
		return refuse(w->at, &why, err);
	if (w->data.len == 0)
		return error_corrupt(
			err, w->at->path, "a document has no record");
	lane->more = xap_walk_next(lane->ordinals, &lane->item);
	*bytes = buf_str(&w->data);
	return OK;
}

void shard_walk_close(struct shard_walk *w)
{
	(void)close_lanes(w, NULL);
	for (uint32_t i = 0; w->shards && i < w->count; i++)
		shard_close(&w->shards[i]);
	free(w->shards);
	free(w->lanes);
	buf_release(&w->data);
	arena_release(&w->arena);
	manifest_release(&w->manifest);
	*w = (struct shard_walk){0};
}
