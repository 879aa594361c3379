/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/snapshot.h"
#include "common/text/analyzer.h"

#include <stdlib.h>

/* How often a manifest is read again because a writer has just replaced the
 * segments that the last one named. */
enum { RETRIES = 100 };

void leaf_close(struct leaf *p)
{
	stored_close(&p->stored);
	live_release(&p->live);
	segment_close(&p->segment);
}

enum status leaf_open(struct leaf *p, const char *path, struct error *err)
{
	*p = (struct leaf){0};
	enum status status = segment_open(&p->segment, path, err);
	if (status == OK)
		status = meta_open(&p->meta, &p->segment, err);
	if (status == OK)
		status = dictionary_open(&p->dictionary, &p->segment, err);
	if (status == OK)
		status = stored_open(&p->stored, &p->segment, err);
	live_init(&p->live, p->segment.docs);
	return status;
}

enum status leaf_open_row(struct leaf *p, const char *folder,
	const struct manifest_segment *m, struct error *err)
{
	char path[4096];
	manifest_segment_path(path, sizeof path, folder, m->id);
	enum status status = leaf_open(p, path, err);
	if (status != OK)
		return status;
	if (p->segment.docs != m->docs || p->segment.id.low != m->id.low ||
		p->segment.id.high != m->id.high)
		return error_corrupt(err, path,
			"it is another segment than the manifest names");
	p->ordinal = m->ordinal;
	if (!m->live)
		return OK;
	live_path(path, sizeof path, folder, m->id, m->live);
	status = live_read(&p->live, path, &p->segment, err);
	if (status == OK && p->live.removed_length > p->meta.length)
		return error_corrupt(
			err, path, "more was removed than the segment has");
	return status;
}

static enum status open_leaves(
	struct snapshot *s, const char *folder, struct error *err)
{
	uint32_t count = s->manifest.segment_count;
	s->leaves = calloc(count ? count : 1, sizeof *s->leaves);
	if (!s->leaves)
		return error_set(
			err, ERR_NOMEM, "out of memory opening %s", folder);
	for (uint32_t i = 0; i < count; i++) {
		struct leaf *p = &s->leaves[i];
		s->leaf_count = i + 1;
		enum status status =
			leaf_open_row(p, folder, &s->manifest.segments[i], err);
		if (status != OK)
			return status;
		s->docs += p->live.count;
		s->length += p->meta.length - p->live.removed_length;
	}
	return OK;
}

static enum status check_analyzer(
	const struct snapshot *s, const char *folder, struct error *err)
{
	if (s->manifest.settings.analyzer == ANALYZER_VERSION)
		return OK;
	return error_set(err, ERR_VERSION,
		"the index %s was made with version %u of the text analysis "
		"and this meju has version %u; rebuild it (delete %s and run "
		"meju-index again)",
		folder, s->manifest.settings.analyzer, ANALYZER_VERSION,
		folder);
}

static enum status open_once(
	struct snapshot *s, const char *folder, struct error *err)
{
	*s = (struct snapshot){0};
	enum status status = manifest_read(&s->manifest, folder, err);
	if (status != OK)
		return status;
	status = check_analyzer(s, folder, err);
	if (status == OK)
		status = open_leaves(s, folder, err);
	return status;
}

enum status snapshot_open(
	struct snapshot *s, const char *folder, struct error *err)
{
	uint64_t generation = 0;
	for (int i = 0; i < RETRIES; i++) {
		enum status status = open_once(s, folder, err);
		bool gone = status == ERR_NOT_FOUND && s->leaf_count > 0;
		bool again = gone && s->manifest.generation != generation;
		if (status == OK)
			return OK;
		generation = s->manifest.generation;
		snapshot_close(s);
		if (gone && !again)
			return error_set(err, ERR_CORRUPT,
				"the index %s lacks a segment that its "
				"manifest names",
				folder);
		if (!gone)
			return status;
	}
	return error_set(err, ERR_IO,
		"the index %s changes too fast to be opened", folder);
}

void snapshot_close(struct snapshot *s)
{
	for (uint32_t i = 0; i < s->leaf_count; i++)
		leaf_close(&s->leaves[i]);
	free(s->leaves);
	manifest_release(&s->manifest);
	*s = (struct snapshot){0};
}
