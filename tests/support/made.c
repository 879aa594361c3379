/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/made.h"
#include "common/base/crc32c.h"
#include "indexer/writer.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

void made_documents(struct made *m, const struct record *records,
	const uint32_t *lengths, uint32_t docs)
{
	struct error err = {0};
	struct buf bytes = {0};
	VEC(size_t) lens = {0};
	struct stored_packer packer;
	struct stored_run run = {0};
	*m = (struct made){0};
	snprintf(m->folder, sizeof m->folder, "%s", temp_dir());
	assert_int_equal(builder_begin(&m->builder, m->folder, &err), OK);
	for (uint32_t i = 0; i < docs; i++) {
		size_t before = bytes.len;
		record_put(&records[i], &bytes);
		assert_int_equal(vec_push(&lens, bytes.len - before), OK);
	}
	assert_int_equal(stored_packer_init(&packer, STR("")), OK);
	assert_int_equal(
		stored_pack(&packer, &bytes, lens.v, lens.len, &run), OK);
	builder_stored(&m->builder, &run);
	for (uint32_t i = 0; i < docs; i++)
		assert_int_equal(
			builder_document(&m->builder, &records[i], lengths[i]),
			OK);
	assert_int_equal(builder_terms(&m->builder, STR(""), &err), OK);
	stored_packer_release(&packer);
	buf_release(&run.blocks);
	buf_release(&run.index);
	buf_release(&bytes);
	vec_release(&lens);
}

void made_begin(struct made *m, const uint32_t *lengths, uint32_t docs)
{
	struct record *records = calloc(docs + 1, sizeof *records);
	char(*ids)[16] = calloc(docs + 1, sizeof *ids);
	assert_non_null(records);
	assert_non_null(ids);
	for (uint32_t i = 0; i < docs; i++) {
		snprintf(ids[i], sizeof ids[i], "d%u", i);
		records[i] = (struct record){.id = str_from(ids[i]),
			.date = i,
			.modified = RECORD_NO_TIME,
			.boost = 1000};
	}
	made_documents(m, records, lengths, docs);
	free(records);
	free(ids);
}

void made_put(struct made *m, struct str term, const struct builder_postings *p)
{
	assert_int_equal(builder_put(&m->builder, term, p), OK);
}

void made_end(struct made *m)
{
	struct error err = {0};
	char name[SEGMENT_NAME_MAX], path[128];
	if (builder_finish(&m->builder, name, &err) != OK)
		fail_msg("%s", err.text);
	snprintf(path, sizeof path, "%s/%s", m->folder, name);
	if (leaf_open(&m->leaf, path, &err) != OK)
		fail_msg("%s", err.text);
	m->open = true;
}

void made_release(struct made *m)
{
	if (m->open)
		leaf_close(&m->leaf);
	else
		builder_abandon(&m->builder);
	remove_tree(m->folder);
}

static void no_message(void *data, struct str sentence)
{
	(void)data;
	fail_msg(STR_FMT, STR_ARG(sentence));
}

static void put_source(struct writer *w, const char *name, const char *jsonl,
	struct error *err)
{
	char path[256];
	struct writer_input in = {.path = path,
		.name = str_from(name),
		.size = strlen(jsonl),
		.modified = 1700000000,
		.remember = true};
	snprintf(path, sizeof path, "%s/%s", w->options.folder, name);
	write_all(path, str_from(jsonl));
	if (writer_root(w, "/corpus", &in.root, err) != OK ||
		writer_file(w, &in, err) != OK)
		fail_msg("%s", err->text);
}

void made_commit(const char *folder, const char *name, const char *jsonl,
	const char *deleted)
{
	struct writer w;
	struct error err = {0};
	struct writer_options options = {.folder = folder,
		.threads = 1,
		.memory = 64 << 20,
		.now = 1700000000,
		.message = no_message};
	if (writer_open(&w, &options, &err) != OK)
		fail_msg("%s", err.text);
	if (jsonl)
		put_source(&w, name, jsonl, &err);
	if (deleted)
		assert_int_equal(writer_delete(&w, str_from(deleted)), OK);
	if (writer_commit(&w, &err) != OK)
		fail_msg("%s", err.text);
	writer_close(&w);
}

static void put_u32(uint8_t *p, uint32_t v)
{
	memcpy(p, &v, sizeof v);
}

void made_right(uint8_t *p, size_t len)
{
	if (len < 2 * SEGMENT_FOOTER)
		return;
	uint8_t *footer = p + len - SEGMENT_FOOTER;
	uint64_t table = get_u64(footer);
	uint64_t pages = get_u32(footer + 12);
	uint64_t rows = (uint64_t)get_u32(footer + 8) * 24;
	uint64_t size = rows + pages * 4;
	put_u32(p + SEGMENT_OWN_CRC, crc32c(0, p, SEGMENT_OWN_CRC));
	if (table <= len - SEGMENT_FOOTER &&
		size <= len - SEGMENT_FOOTER - table) {
		for (uint64_t i = 0; i < pages && i << PAGE_SHIFT < table;
			i++) {
			uint64_t off = i << PAGE_SHIFT;
			size_t n = table - off < PAGE_SIZE
					   ? (size_t)(table - off)
					   : PAGE_SIZE;
			put_u32(p + table + rows + 4 * i,
				crc32c(0, p + off, n));
		}
		put_u32(footer + 16, crc32c(0, p + table, (size_t)size));
	}
	put_u32(footer + SEGMENT_OWN_CRC, crc32c(0, footer, SEGMENT_OWN_CRC));
}

static void spoil_file(
	const char *path, unsigned apart, void (*look)(void *data), void *data)
{
	struct buf b = read_all(path), copy = {0};
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	for (size_t i = 0; i < 8 * b.len; i += apart) {
		buf_clear(&copy);
		buf_put_str(&copy, buf_str(&b));
		copy.p[i / 8] ^= (char)(1 << i % 8);
		made_right((uint8_t *)copy.p, copy.len);
		assert_int_equal(pwrite(fd, copy.p, copy.len, 0), copy.len);
		look(data);
	}
	assert_int_equal(pwrite(fd, b.p, b.len, 0), b.len);
	close(fd);
	buf_release(&copy);
	buf_release(&b);
}

void made_spoil(const char *folder, unsigned apart, void (*look)(void *data),
	void *data)
{
	char path[4096];
	DIR *dir = opendir(folder);
	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));) {
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		if (strstr(e->d_name, ".seg"))
			spoil_file(path, apart, look, data);
	}
	closedir(dir);
}

void made_hear(struct made_sentence *all, size_t count, const char *said)
{
	for (size_t i = 0; i < count; i++)
		all[i].heard |= strstr(said, all[i].text) != NULL;
}

void made_all_heard(const struct made_sentence *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!all[i].heard)
			fail_msg("nothing says: %s", all[i].text);
}
