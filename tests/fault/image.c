/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fault/image.h"
#include "common/base/hash.h"
#include "common/index/check.h"
#include "query/search.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const QUERIES[] = {"salt", "gut health", "\"sour dough\"",
	"tag:food", "title:bread", "author:ann", "ferment*", "salz",
	"bread -salt", "salt NEAR/5 bread", "\xe9\xa5\xba\xe5\xad\x90",
	"type:html", "date:2021-01-01..2021-12-31"};

enum { QUERY_COUNT = sizeof QUERIES / sizeof *QUERIES, LIMIT = 1000 };

static uint64_t hash_of(const void *p, size_t len, uint64_t with)
{
	return hash64_seed((struct str){p, len}, with | 1);
}

/* Sums, because documents of equal scores may come in another order. */
static enum status add_hits(const struct search_result *r, uint64_t query,
	uint64_t *digest, struct error *err)
{
	struct stored_reader reader = {0};
	struct arena arena = {0};
	struct record record;
	enum status status = OK;
	if (r->total)
		*digest += hash_of(&r->total, sizeof r->total, query);
	for (uint32_t i = 0; i < r->count && status == OK; i++) {
		arena_clear(&arena);
		status = search_record(
			&reader, &arena, &r->hits[i], &record, err);
		if (status == OK)
			*digest += hash_of(record.id.p, record.id.len,
				hash_of(&r->hits[i].score, sizeof(double),
					query));
	}
	arena_release(&arena);
	stored_reader_release(&reader);
	return status;
}

static enum status add_queries(
	struct searcher *s, uint64_t *digest, struct error *err)
{
	enum status status = OK;
	for (size_t i = 0; i < QUERY_COUNT && status == OK; i++) {
		struct search_result r = {0};
		const struct search_request q = {.query = str_from(QUERIES[i]),
			.limit = LIMIT,
			.match = SEARCH_ANY,
			.rank = rank_defaults(),
			.total = true};
		status = search_run(s, &q, &r, err);
		if (status == OK)
			status = add_hits(&r, i + 1, digest, err);
		search_result_release(&r);
	}
	return status;
}

enum status image_queries(
	const char *folder, uint64_t *digest, struct error *err)
{
	struct searcher s;
	*digest = 0;
	enum status status = searcher_open(&s, &folder, 1, err);
	if (status != OK)
		return status;
	status = add_queries(&s, digest, err);
	searcher_close(&s);
	return status;
}

static enum status add_documents(
	const struct snapshot *s, uint64_t *digest, struct error *err)
{
	struct stored_reader reader = {0};
	enum status status = OK;
	for (uint32_t i = 0; i < s->leaf_count; i++)
		for (uint32_t k = 0;
			k < s->leaves[i]->segment.docs && status == OK; k++) {
			struct str bytes;
			if (!live_has(&s->leaves[i]->live, k))
				continue;
			status = stored_get(
				&reader, &s->leaves[i]->stored, k, &bytes, err);
			if (status == OK)
				*digest += hash_of(bytes.p, bytes.len, 0);
		}
	stored_reader_release(&reader);
	return status;
}

static void first_finding(void *data, const char *sentence)
{
	struct image *m = data;
	if (!m->why[0])
		snprintf(m->why, sizeof m->why, "%s", sentence);
}

static bool is_source(const struct manifest *m, const char *name)
{
	char known[64];
	for (uint32_t i = 0; i < m->source_count; i++) {
		snprintf(known, sizeof known, "%" PRIu64 ".sources",
			m->sources[i]);
		if (strcmp(name, known) == 0)
			return true;
	}
	return false;
}

static bool is_named(const struct manifest *m, const char *name)
{
	static const char *const always[] = {
		".", "..", "manifest", "manifest.copy", "lock", "merge.lock"};
	for (size_t i = 0; i < sizeof always / sizeof *always; i++)
		if (strcmp(name, always[i]) == 0)
			return true;
	if (is_source(m, name))
		return true;
	for (uint32_t i = 0; i < m->segment_count; i++) {
		const struct manifest_segment *s = &m->segments[i];
		char path[256];
		manifest_segment_path(path, sizeof path, "", s->id);
		if (strcmp(path + 1, name) == 0)
			return true;
		live_path(path, sizeof path, "", s->id, s->live);
		if (s->live && strcmp(path + 1, name) == 0)
			return true;
	}
	return false;
}

static void find_orphan(
	struct image *m, const struct manifest *manifest, const char *folder)
{
	DIR *dir = opendir(folder);
	for (struct dirent *e; dir && (e = readdir(dir));)
		if (!is_named(manifest, e->d_name))
			snprintf(m->orphan, sizeof m->orphan, "%s", e->d_name);
	if (dir)
		closedir(dir);
}

void image_take(struct image *m, const char *folder)
{
	struct snapshot s;
	struct error err = {0};
	*m = (struct image){0};
	m->opened = snapshot_open(&s, folder, &err);
	if (m->opened == OK) {
		m->generation = s.manifest.generation;
		m->docs = s.docs;
		m->opened = image_queries(folder, &m->digest, &err);
		if (m->opened == OK)
			m->opened = add_documents(&s, &m->digest, &err);
		find_orphan(m, &s.manifest, folder);
		snapshot_close(&s);
	}
	if (m->opened == OK)
		m->checked = check_index(folder, first_finding, m, &err);
	if (!m->why[0])
		snprintf(m->why, sizeof m->why, "%.500s", err.text);
}
