/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/merging.h"
#include "common/base/stop.h"
#include "indexer/claim.h"
#include "indexer/eraser.h"
#include "indexer/sweep.h"

#include <stdio.h>
#include <stdlib.h>

/* What a commit works with. */
struct change {
	struct snapshot now;
	struct leaf made; /* the new segment, if there is one */
	struct manifest next;
	VEC(struct manifest_segment) rows;
	uint32_t first; /* of the run, in `now` */
};

/* Taking a lock would make a file where no index is. */
static enum status expect_index(const char *folder, struct error *err)
{
	struct manifest there;
	enum status status = manifest_read(&there, folder, err);
	if (status == OK)
		manifest_release(&there);
	return status;
}

enum status merging_open(struct merging *g, const char *folder, bool alone,
	unsigned seconds, struct error *err)
{
	*g = (struct merging){
		.folder = folder, .merges.fd = -1, .writes.fd = -1};
	enum status status = expect_index(folder, err);
	if (status == OK)
		status = claim_merges(&g->merges, folder, err);
	if (status == OK && alone)
		status = claim_take(&g->writes, folder, seconds, err);
	if (status == OK) {
		sweep_workshop(folder);
		status = snapshot_open(&g->before, folder, err);
	}
	if (status != OK)
		merging_close(g);
	return status;
}

static enum status add_leaves(struct merging *g, struct leaf *const *leaves,
	uint32_t count, const char *other, struct error *err)
{
	enum status status = OK;
	for (uint32_t i = 0; i < count && status == OK; i++)
		status = merger_add(&g->merger, leaves[i], other, err);
	return status;
}

enum status merging_make(struct merging *g,
	const struct merging_options *options, struct policy_run run,
	struct error *err)
{
	char workshop[4096 + 16];
	workshop_path(workshop, sizeof workshop, g->folder);
	enum status status = folder_make(workshop, err);
	if (status == OK)
		status = merger_begin(
			&g->merger, workshop, options->threads, err);
	if (status != OK)
		return status;
	g->begun = true;
	g->run = run;
	g->foreign = options->other_count > 0;
	g->merger.memory = options->memory;
	g->merger.reorder = options->reorder;
	g->merger.message = options->message;
	g->merger.data = options->data;
	status = add_leaves(
		g, g->before.leaves + run.first, run.count, NULL, err);
	for (size_t i = 0; i < options->other_count && status == OK; i++)
		status = add_leaves(g, options->others[i].leaves,
			options->others[i].leaf_count, options->names[i], err);
	if (status == OK && g->merger.intake.docs.len)
		status = merger_finish(&g->merger, g->name, err);
	return status;
}

/* Are the segments of the run still neighbours in the index, and where? */
static bool find_run(const struct merging *g, struct change *c)
{
	const struct manifest_segment *run =
		g->before.manifest.segments + g->run.first;
	const struct manifest *m = &c->now.manifest;
	for (uint32_t i = 0; i + g->run.count <= m->segment_count; i++) {
		uint32_t n = 0;
		while (n < g->run.count &&
			m->segments[i + n].id.low == run[n].id.low &&
			m->segments[i + n].id.high == run[n].id.high)
			n++;
		c->first = i;
		if (n == g->run.count)
			return true;
	}
	return false;
}

/* What an input has lost since it was merged, the new segment loses. */
static enum status carry(struct merging *g, struct change *c, uint32_t input,
	struct eraser *e, struct error *err)
{
	const struct live *before =
		&g->before.leaves[g->run.first + input]->live;
	const struct live *now = &c->now.leaves[c->first + input]->live;
	const uint32_t *numbers = g->merger.joined.v[input].numbers;
	enum status status = OK;
	for (uint32_t i = 0; i < before->docs && status == OK; i++)
		if (live_has(before, i) && !live_has(now, i))
			status = eraser_doc(e, 0, numbers[i], err);
	return status;
}

static bool has_lost(const struct merging *g, const struct change *c)
{
	for (uint32_t i = 0; i < g->run.count; i++)
		if (g->before.leaves[g->run.first + i]->live.count !=
			c->now.leaves[c->first + i]->live.count)
			return true;
	return false;
}

static enum status carry_all(struct merging *g, struct change *c,
	struct manifest_segment *row, struct error *err)
{
	struct leaf *leaves[] = {&c->made};
	struct eraser e;
	if (!has_lost(g, c))
		return OK;
	enum status status =
		eraser_begin(&e, leaves, 1, &c->next.settings, err);
	if (status != OK)
		return status;
	for (uint32_t i = 0; i < g->run.count && status == OK; i++)
		status = carry(g, c, i, &e, err);
	if (status == OK)
		status = eraser_finish(
			&e, row, g->folder, c->next.generation, err);
	eraser_release(&e);
	return status;
}

/* The segment leaves the workshop and gets its row.  Something is left of it,
 * else writers had left its inputs out. */
static enum status put_made(
	struct merging *g, struct change *c, struct error *err)
{
	char workshop[4096 + 16], from[4096 + 64], to[4096 + 64];
	struct manifest *m = &c->next;
	workshop_path(workshop, sizeof workshop, g->folder);
	snprintf(from, sizeof from, "%s/%s", workshop, g->name);
	snprintf(to, sizeof to, "%s/%s", g->folder, g->name);
	enum status status = leaf_open(&c->made, from, err);
	if (status != OK)
		return status;
	struct manifest_segment row = {.id = c->made.segment.id,
		.docs = c->made.segment.docs,
		.ordinal = m->next_ordinal};
	if (g->foreign)
		m->next_ordinal += row.docs;
	else
		row.ordinal = c->now.manifest.segments[c->first].ordinal;
	status = carry_all(g, c, &row, err);
	if (status != OK)
		return status;
	if (vec_push(&c->rows, row) != OK)
		return error_set(err, ERR_NOMEM, "out of memory");
	return file_rename(from, to, err);
}

static enum status replace(
	struct merging *g, struct change *c, struct error *err)
{
	enum status status = OK;
	c->next = c->now.manifest;
	c->next.generation++;
	for (uint32_t i = 0; i <= c->now.manifest.segment_count; i++) {
		if (i == c->first && g->name[0])
			status = put_made(g, c, err);
		bool stays = i < c->now.manifest.segment_count &&
			     (i < c->first || i - c->first >= g->run.count);
		if (status == OK && stays)
			status =
				vec_push(&c->rows, c->now.manifest.segments[i]);
		if (status != OK)
			return status;
	}
	c->next.segments = c->rows.v;
	c->next.segment_count = (uint32_t)c->rows.len;
	if (stop_check() != OK)
		return error_set(
			err, ERR_STOPPED, "%s", status_text(ERR_STOPPED));
	return manifest_write(&c->next, g->folder, err);
}

enum status merging_commit(struct merging *g, bool *done, struct error *err)
{
	struct change c = {0};
	enum status status =
		g->writes.fd >= 0 ? OK : claim_wait(&g->writes, g->folder, err);
	if (status == OK)
		status = snapshot_open(&c.now, g->folder, err);
	*done = status == OK && find_run(g, &c);
	if (*done)
		status = replace(g, &c, err);
	if (*done && status == OK)
		sweep(g->folder, &c.next);
	leaf_close(&c.made);
	vec_release(&c.rows);
	snapshot_close(&c.now);
	lock_release(&g->writes);
	return status;
}

void merging_close(struct merging *g)
{
	if (g->begun)
		merger_release(&g->merger);
	snapshot_close(&g->before);
	if (g->merges.fd >= 0)
		sweep_workshop(g->folder);
	lock_release(&g->writes);
	lock_release(&g->merges);
}
