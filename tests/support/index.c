/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/index.h"
#include "indexer/writer.h"

#include <fcntl.h>
#include <unistd.h>

enum { NOW = 1735689600 }; /* 2025-01-01 */

const char *index_folder(const char *folder)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s/index", folder);
	return path;
}

const char *index_of_shards(const char *folder)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s/shards", folder);
	return path;
}

static void refuse(void *data, struct str sentence)
{
	(void)data;
	fail_msg("the writer says: " STR_FMT, STR_ARG(sentence));
}

static bool is_file(const struct index_article *a)
{
	return str_ends(a->id, STR(".md"));
}

static void put_file(
	struct writer *w, const char *folder, const struct index_article *a)
{
	char path[4200];
	struct error err = {0};
	snprintf(path, sizeof path, "%s/" STR_FMT, folder, STR_ARG(a->id));
	write_all(path, a->bytes);
	struct writer_input in = {.path = path,
		.name = a->id,
		.size = a->bytes.len,
		.remember = true};
	if (writer_file(w, &in, &err) != OK)
		fail_msg("%s", err.text);
}

static void put_lines(
	struct writer *w, const char *folder, const struct index_commit *c)
{
	char path[4200];
	struct buf lines = {0};
	struct error err = {0};
	for (size_t i = 0; i < c->articles.len; i++) {
		if (is_file(&c->articles.v[i]))
			continue;
		buf_put_str(&lines, c->articles.v[i].bytes);
		buf_putc(&lines, '\n');
	}
	snprintf(path, sizeof path, "%s/lines.jsonl", folder);
	write_all(path, buf_str(&lines));
	int fd = open(path, O_RDONLY);
	assert_true(fd >= 0);
	if (writer_stream(w, fd, path, &err) != OK)
		fail_msg("%s", err.text);
	close(fd);
	buf_release(&lines);
}

void index_commit(const char *folder, const struct index_commit *c)
{
	struct writer w;
	struct error err = {0};
	struct writer_options options = {
		.folder = c->shards ? index_of_shards(folder)
				    : index_folder(folder),
		.engine = c->shards ? "xapian" : "native",
		.shards = c->shards,
		.threads = c->threads ? c->threads : 1,
		.memory = 64 << 20,
		.replace = true,
		.now = NOW,
		.message = refuse};
	if (writer_open(&w, &options, &err) != OK)
		fail_msg("%s", err.text);
	for (size_t i = 0; i < c->deleted.len; i++)
		assert_int_equal(writer_delete(&w, c->deleted.v[i]), OK);
	for (size_t i = 0; i < c->articles.len; i++)
		if (is_file(&c->articles.v[i]))
			put_file(&w, folder, &c->articles.v[i]);
	put_lines(&w, folder, c);
	if (writer_commit(&w, &err) != OK)
		fail_msg("%s", err.text);
	writer_close(&w);
}
