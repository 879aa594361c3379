/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * fuzz_index.c - an index whose files are damaged, opened, compared,
 * checked and repaired.  The first byte is of flags, the second of files that
 * are gone, a bit each; edits of four bytes follow: the number of a file, with
 * CUT where it shall end, the place u16, the byte that is written.
 *
 * What is damaged is found and mended; only files that lie with their checksums
 * right may defeat that.
 */
#include "common/base/crc32c.h"
#include "common/base/hash.h"
#include "common/index/check.h"
#include "indexer/comparison.h"
#include "indexer/repair.h"
#include "tests/support/made.h"
#include "tests/support/scratch.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum {
	RIGHT = 1,  /* checksums are made right                        */
	STALE = 2,  /* manifest and copy are of the first commit       */
	DRY = 4,    /* it is tried before                              */
	EARLY = 8,  /* the copy is older than the segments             */
	CUT = 0x80, /* in the number of a file                         */
	EDIT = 4,
	FILES_MAX = 16,
	DOCS_MAX = 32,
	LONG = 10,
};

struct kept_file {
	char name[80];
	struct buf bytes, damaged;
	bool touched, gone;
};

static struct kept_file files[FILES_MAX];
static unsigned file_count;
static struct buf first_copy;
static struct snapshot sound;
static uint64_t records[DOCS_MAX]; /* hashes of all */
static unsigned record_count;
static char made[128], folder[128];

static void must(bool holds)
{
	if (!holds)
		abort();
}

static const char *path_of(const char *name)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

/* ---- the index as it was ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct kept_file *)a)->name,
		((const struct kept_file *)b)->name);
}

static bool is_file(const char *name)
{
	return strstr(name, "manifest") || strstr(name, ".seg") ||
	       strstr(name, ".live") || strstr(name, ".sources");
}

static struct buf read_made(const char *name)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", made, name);
	return read_all(path);
}

static void keep_files(void)
{
	DIR *dir = opendir(made);
	must(dir);
	for (struct dirent *e; (e = readdir(dir));) {
		if (!is_file(e->d_name))
			continue;
		must(file_count < FILES_MAX);
		struct kept_file *p = &files[file_count++];
		snprintf(p->name, sizeof p->name, "%.79s", e->d_name);
		p->bytes = read_made(p->name);
	}
	closedir(dir);
	qsort(files, file_count, sizeof *files, by_name);
}

static uint64_t record_hash(const struct leaf *p, uint32_t doc)
{
	struct stored_reader reader = {0};
	struct str bytes;
	struct error err;
	must(stored_get(&reader, &p->stored, doc, &bytes, &err) == OK);
	uint64_t hash = hash64(bytes);
	stored_reader_release(&reader);
	return hash;
}

static void keep_records(void)
{
	for (uint32_t i = 0; i < sound.leaf_count; i++)
		for (uint32_t k = 0; k < sound.leaves[i]->segment.docs; k++) {
			must(record_count < DOCS_MAX);
			records[record_count++] =
				record_hash(sound.leaves[i], k);
		}
}

/* Of documents long enough for some blocks, but quickly indexed. */
static void make_long(void)
{
	struct buf b = {0};
	for (unsigned i = 0; i < LONG; i++) {
		buf_printf(&b, "{\"id\":\"long%u\",\"text\":\"x\"", i);
		for (unsigned n = 0; n < 4; n++)
			buf_printf(&b, ",\"x%u\":\"%4000u\"", n, i);
		buf_puts(&b, "}\n");
	}
	buf_putc(&b, '\0');
	must(b.status == OK);
	made_commit(made, "long.jsonl", b.p, NULL);
	buf_release(&b);
}

static void make(void)
{
	struct error err;
	snprintf(made, sizeof made, "%s/made", scratch_folder());
	snprintf(folder, sizeof folder, "%s/damaged", scratch_folder());
	must(mkdir(made, 0700) == 0);
	made_commit(made, "one.jsonl",
		"{\"id\":\"a\",\"title\":\"Kimchi\",\"text\":\"Cabbage "
		"ferments "
		"in salt; the cabbage keeps.\",\"tags\":[\"food\",\"korea\"]}\n"
		"{\"id\":\"b\",\"title\":\"Sauerkraut\",\"text\":\"Cabbage "
		"and salt.\",\"author\":\"Ann\",\"date\":\"2021-01-02\"}\n"
		"{\"id\":\"c\",\"text\":\"Nothing to do with it.\"}\n",
		NULL);
	first_copy = read_made("manifest.copy");
	make_long();
	made_commit(
		made, "two.md", "# More\n\nMore salt for the cabbage.\n", "b");
	made_commit(made, "three.jsonl",
		"{\"id\":\"c\",\"text\":\"Another c.\"}\n"
		"{\"id\":\"e\",\"text\":\"The last one.\"}\n",
		NULL);
	must(snapshot_open(&sound, made, &err) == OK);
	keep_files();
	keep_records();
}

/* ---- damage ---- */

static void edit(const uint8_t *e)
{
	struct kept_file *p = &files[(e[0] & ~CUT) % file_count];
	if (p->damaged.len == 0)
		return;
	size_t at = (size_t)(e[1] | e[2] << 8) % p->damaged.len;
	if (e[0] & CUT)
		p->damaged.len = at;
	else
		p->damaged.p[at] = (char)e[3];
	p->touched = true;
}

static void right(struct kept_file *p)
{
	size_t len = p->damaged.len;
	uint8_t *bytes = (uint8_t *)p->damaged.p;
	if (strstr(p->name, ".seg")) {
		made_right(bytes, len);
	} else if (len >= 4) {
		uint32_t crc = crc32c(0, bytes, len - 4);
		memcpy(bytes + len - 4, &crc, sizeof crc);
	}
}

static void damage(const uint8_t *data, size_t size)
{
	for (unsigned i = 0; i < file_count; i++) {
		struct kept_file *p = &files[i];
		bool stale = strstr(p->name, "manifest") && data[0] & STALE;
		buf_clear(&p->damaged);
		buf_put_str(
			&p->damaged, buf_str(stale ? &first_copy : &p->bytes));
		p->touched = false;
		p->gone = i < 8 && data[1] >> i & 1;
	}
	for (size_t at = 2; at + EDIT <= size; at += EDIT)
		edit(data + at);
	for (unsigned i = 0; data[0] & RIGHT && i < file_count; i++)
		if (files[i].touched)
			right(&files[i]);
}

/* How old they are tells in which order segments without a manifest come. */
static void put_files(bool early)
{
	remove_tree(folder);
	must(mkdir(folder, 0700) == 0);
	for (unsigned i = 0; i < file_count; i++) {
		const char *path = path_of(files[i].name);
		bool copy = strstr(files[i].name, ".copy");
		struct timespec age = {.tv_sec = copy && early ? 1 : 1000 - i};
		if (files[i].gone)
			continue;
		write_all(path, buf_str(&files[i].damaged));
		must(utimensat(AT_FDCWD, path, (struct timespec[2]){age, age},
			     0) == 0);
	}
}

/* A segment may have got back what it was. */
static bool is_file_there(const struct kept_file *f)
{
	const char *path = path_of(f->name);
	if (access(path, F_OK) != 0)
		return f->gone;
	struct buf b = read_all(path);
	bool same = str_eq(buf_str(&b), buf_str(&f->damaged)) ||
		    (strstr(f->name, ".seg") &&
			    str_eq(buf_str(&b), buf_str(&f->bytes)));
	buf_release(&b);
	return same && !f->gone;
}

/* ---- what becomes of it ---- */

static void count(void *data, const char *sentence)
{
	unsigned *n = data;
	must(sentence[0]);
	++*n;
}

static void lose(void *data, struct str what)
{
	(void)data;
	(void)hash64(what);
}

static void compare(void)
{
	struct snapshot s;
	struct error err = {0};
	if (snapshot_open(&s, folder, &err) != OK) {
		must(err.text[0]);
		return;
	}
	struct comparison c = {
		.keep = true, .sides = {{.index = &sound}, {.index = &s}}};
	must(comparison_make(&c, &err) == OK || err.text[0]);
	comparison_release(&c);
	snapshot_close(&s);
}

static unsigned findings(void)
{
	struct error err = {0};
	unsigned n = 0;
	enum status status = check_index(folder, count, &n, &err);
	must(status == OK ? n == 0 : err.text[0] != '\0');
	return n + (status != OK);
}

static enum status mend(bool dry)
{
	struct error err = {0};
	unsigned said = 0;
	struct repair r = {.folder = folder,
		.threads = 1,
		.memory = 64 << 20,
		.dry_run = dry,
		.say = count,
		.lose = lose,
		.data = &said};
	enum status status = repair(&r, &err);
	must(status == OK || err.text[0]);
	return status;
}

/* Nothing is in it that was not before. */
static void compare_records(void)
{
	struct snapshot s;
	struct error err;
	must(snapshot_open(&s, folder, &err) == OK);
	for (uint32_t i = 0; i < s.leaf_count; i++)
		for (uint32_t k = 0; k < s.leaves[i]->segment.docs; k++) {
			uint64_t hash = record_hash(s.leaves[i], k);
			unsigned at = 0;
			while (at < record_count && records[at] != hash)
				at++;
			must(at < record_count);
		}
	snapshot_close(&s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (file_count == 0)
		make();
	if (size < 2)
		return 0;
	bool lies = data[0] & RIGHT;
	damage(data, size);
	put_files(data[0] & EARLY);
	compare();
	unsigned found = findings();
	if (data[0] & DRY) {
		(void)!mend(true);
		for (unsigned i = 0; i < file_count; i++)
			must(is_file_there(&files[i]));
	}
	enum status status = mend(false);
	if (lies)
		return 0;
	must(status == OK || status == ERR_NOT_FOUND);
	if (status == OK) {
		must(findings() == 0);
		compare_records();
	} else {
		must(found > 0);
	}
	return 0;
}
