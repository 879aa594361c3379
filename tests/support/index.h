/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * index.h - an index made by the real writer, commit by commit.
 *
 *	struct index_commit c = {.threads = 2};
 *	vec_push(&c.articles, (struct index_article){STR("a"), json});
 *	vec_push(&c.deleted, STR("b"));
 *	index_commit(folder, &c);
 *
 * An article whose id ends in ".md" is a Markdown file, any other is one JSON
 * object.  An id that the index already has replaces what it had; of one that
 * comes twice the later stays.
 *
 * Errors:    fail the test, and so does a message of the writer.
 */
#ifndef MEJU_TESTS_INDEX_H
#define MEJU_TESTS_INDEX_H

#include "common/base/vec.h"
#include "tests/support/test.h"

struct index_article {
	struct str id, bytes;
};

struct index_commit {
	VEC(struct index_article) articles;
	VEC(struct str) deleted; /* ids; before articles come */
	unsigned threads;
	uint32_t shards; /* 0: an index of the native engine */
};

/* Files are written below `folder`, the index is `folder`/index. */
void index_commit(const char *folder, const struct index_commit *c);

/* `folder`/index, and `folder`/shards of the other engine, each in a static
 * buffer. */
const char *index_folder(const char *folder);
const char *index_of_shards(const char *folder);

#endif
