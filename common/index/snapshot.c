/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/snapshot.h"
#include "common/text/analyzer.h"

#include <stdio.h>
#include <stdlib.h>

/* How often a manifest is read again because a writer has just replaced the
 * segments that the last one named. */
enum { RETRIES = 100 };

static void leaf_leave(struct leaf *p)
{
	if (p && atomic_fetch_sub(&p->owners, 1) == 1) {
		leaf_close(p);
		free(p);
	}
}

void leaf_close(struct leaf *p)
{
	stored_close(&p->stored);
	live_release(&p->live);
	if (p->lender)
		leaf_leave(p->lender);
	else
		segment_close(&p->segment);
}

/* What reads the sections, and nothing deleted. */
static enum status open_readers(struct leaf *p, struct error *err)
{
	enum status status = meta_open(&p->meta, &p->segment, err);
	if (status == OK)
		status = dictionary_open(&p->dictionary, &p->segment, err);
	if (status == OK)
		status = stored_open(&p->stored, &p->segment, err);
	live_init(&p->live, p->segment.docs);
	return status;
}

enum status leaf_open(struct leaf *p, const char *path, struct error *err)
{
	*p = (struct leaf){0};
	enum status status = segment_open(&p->segment, path, err);
	return status == OK ? open_readers(p, err) : status;
}

static enum status read_live(struct leaf *p, const char *folder,
	const struct manifest_segment *m, struct error *err)
{
	char path[4096];
	p->ordinal = m->ordinal;
	p->generation = m->live;
	if (!m->live)
		return OK;
	live_path(path, sizeof path, folder, m->id, m->live);
	(void)file_mark(path, &p->live_mark);
	enum status status = live_read(&p->live, path, &p->segment, err);
	if (status == OK && p->live.removed_length > p->meta.length)
		return error_corrupt(
			err, path, "more was removed than the segment has");
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
	return read_live(p, folder, m, err);
}

/* The same with the mapped segment of another leaf, of which what has been
 * verified stays so. */
static enum status leaf_borrow(struct leaf *p, struct leaf *other,
	const char *folder, const struct manifest_segment *m, struct error *err)
{
	struct leaf *lender = other->lender ? other->lender : other;
	*p = (struct leaf){.segment = lender->segment, .lender = lender};
	atomic_fetch_add(&lender->owners, 1);
	enum status status = open_readers(p, err);
	return status == OK ? read_live(p, folder, m, err) : status;
}

static bool is_there(const char *path, const struct file_mark *mark)
{
	struct file_mark now;
	return file_mark(path, &now) && file_mark_eq(&now, mark);
}

/*
 * Has the leaf the row's segment, and its live map?  The numbers alone do not
 * tell: an index that was deleted and made again, or restored, counts its
 * generations anew.
 */
static bool has_segment(const struct leaf *p, const struct manifest_segment *m)
{
	const struct segment *s = &p->segment;
	return s->id.low == m->id.low && s->id.high == m->id.high &&
	       s->docs == m->docs && p->ordinal == m->ordinal &&
	       is_there(s->path, &s->file.mark);
}

static bool has_live(const struct leaf *p, const char *folder,
	const struct manifest_segment *m)
{
	char path[4096];
	if (p->generation != m->live || !m->live)
		return p->generation == m->live;
	live_path(path, sizeof path, folder, m->id, m->live);
	return is_there(path, &p->live_mark);
}

/* The leaf of `old` that has the row's segment, or NULL.  Rows keep their order,
 * mostly: the search goes on where the last one, `at`, ended. */
static struct leaf *find_leaf(const struct snapshot *old, uint32_t *at,
	const struct manifest_segment *m)
{
	for (uint32_t i = 0; old && i < old->leaf_count; i++) {
		uint32_t k = (*at + i) % old->leaf_count;
		if (!has_segment(old->leaves[k], m))
			continue;
		*at = k + 1;
		return old->leaves[k];
	}
	return NULL;
}

static enum status take_leaf(struct leaf **out, const struct snapshot *old,
	uint32_t *at, const char *folder, const struct manifest_segment *m,
	struct error *err)
{
	struct leaf *other = find_leaf(old, at, m);
	if (other && has_live(other, folder, m)) {
		atomic_fetch_add(&other->owners, 1);
		*out = other;
		return OK;
	}
	struct leaf *p = malloc(sizeof *p);
	if (!p)
		return error_set(
			err, ERR_NOMEM, "out of memory opening %s", folder);
	enum status status = other ? leaf_borrow(p, other, folder, m, err)
				   : leaf_open_row(p, folder, m, err);
	p->owners = 1;
	*out = p;
	return status;
}

static enum status open_leaves(
	struct snapshot *s, const struct snapshot *old, struct error *err)
{
	uint32_t count = s->manifest.segment_count, at = 0;
	s->leaves = calloc(count ? count : 1, sizeof *s->leaves);
	if (!s->leaves)
		return error_set(
			err, ERR_NOMEM, "out of memory opening %s", s->folder);
	for (uint32_t i = 0; i < count; i++) {
		s->leaf_count = i + 1;
		enum status status = take_leaf(&s->leaves[i], old, &at,
			s->folder, &s->manifest.segments[i], err);
		if (status != OK)
			return status;
		const struct leaf *p = s->leaves[i];
		s->docs += p->live.count;
		s->length += p->meta.length - p->live.removed_length;
	}
	return OK;
}

/* What can be done about a segment that is damaged. */
static enum status with_remedy(enum status status, struct error *err)
{
	if (status != ERR_CORRUPT || !err)
		return status;
	struct error why = *err;
	return error_set(err, status,
		"%s; mend the index with `meju-index check --repair`",
		why.text);
}

static enum status check_analyzer(const struct snapshot *s, struct error *err)
{
	const char *folder = s->folder;
	if (s->manifest.settings.analyzer == ANALYZER_VERSION)
		return OK;
	return error_set(err, ERR_VERSION,
		"the index %s was made with version %u of the text analysis "
		"and this meju has version %u; rebuild it (delete %s and run "
		"meju-index again)",
		folder, s->manifest.settings.analyzer, ANALYZER_VERSION,
		folder);
}

static void manifest_path(char *out, size_t size, const char *folder)
{
	snprintf(out, size, "%s/manifest", folder);
}

/* What is mapped is the manifest that is read or one before it: at worst the
 * snapshot takes itself for older than it is. */
static enum status open_once(struct snapshot *s, const char *folder,
	const struct snapshot *old, struct error *err)
{
	char path[4096 + 16];
	*s = (struct snapshot){0};
	manifest_path(path, sizeof path, folder);
	enum status status = mapping_open(&s->committed, path, NULL);
	status = manifest_read(&s->manifest, folder, err);
	if (status != OK)
		return status;
	s->folder = arena_dup(&s->manifest.arena, str_from(folder)).p;
	if (!s->folder)
		return error_set(err, ERR_NOMEM, "out of memory");
	status = check_analyzer(s, err);
	if (status == OK)
		status = with_remedy(open_leaves(s, old, err), err);
	return status;
}

static enum status open_newest(struct snapshot *s, const char *folder,
	const struct snapshot *old, struct error *err)
{
	uint64_t generation = 0;
	for (int i = 0; i < RETRIES; i++) {
		enum status status = open_once(s, folder, old, err);
		bool gone = status == ERR_NOT_FOUND && s->leaf_count > 0;
		bool again = gone && s->manifest.generation != generation;
		if (status == OK)
			return OK;
		generation = s->manifest.generation;
		snapshot_close(s);
		if (gone && !again)
			return error_set(err, ERR_CORRUPT,
				"the index %s lacks a segment that its "
				"manifest names; mend it with `meju-index "
				"check --repair`",
				folder);
		if (!gone)
			return status;
	}
	return error_set(err, ERR_IO,
		"the index %s changes too fast to be opened", folder);
}

enum status snapshot_open(
	struct snapshot *s, const char *folder, struct error *err)
{
	return open_newest(s, folder, NULL, err);
}

enum status snapshot_reopen(
	struct snapshot *s, const struct snapshot *old, struct error *err)
{
	return open_newest(s, old->folder, old, err);
}

bool snapshot_is_current(const struct snapshot *s)
{
	char path[4096 + 16];
	manifest_path(path, sizeof path, s->folder);
	return is_there(path, &s->committed.mark);
}

void snapshot_close(struct snapshot *s)
{
	for (uint32_t i = 0; i < s->leaf_count; i++)
		leaf_leave(s->leaves[i]);
	free(s->leaves);
	mapping_close(&s->committed);
	manifest_release(&s->manifest);
	*s = (struct snapshot){0};
}
