/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whatever is damaged, what is repaired is sound, and holds the documents that
 * it held but for those that were said to be lost.
 */
#include "indexer/repair.h"
#include "common/base/hash.h"
#include "common/base/map.h"
#include "common/index/check.h"
#include "common/index/record.h"
#include "tests/support/made.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MANY = 2000 };

static char folder[64];

/* ---- the files as they were ---- */

struct kept_file {
	char name[80];
	struct buf bytes;
};

struct kept {
	struct kept_file files[16];
	unsigned count;
};

static void each_name(void (*visit)(void *data, const char *name), void *data)
{
	DIR *dir = opendir(folder);
	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));)
		if (e->d_name[0] != '.')
			visit(data, e->d_name);
	closedir(dir);
}

static const char *path_of(const char *name)
{
	static char path[400];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	return path;
}

static void keep_file(void *data, const char *name)
{
	struct kept *k = data;
	struct kept_file *f = &k->files[k->count++];
	assert_true(k->count < 16);
	snprintf(f->name, sizeof f->name, "%s", name);
	f->bytes = read_all(path_of(name));
}

static void drop_file(void *data, const char *name)
{
	(void)data;
	unlink(path_of(name));
}

static void restore(const struct kept *k)
{
	each_name(drop_file, NULL);
	for (unsigned i = 0; i < k->count; i++)
		write_all(
			path_of(k->files[i].name), buf_str(&k->files[i].bytes));
}

static void release(struct kept *k)
{
	for (unsigned i = 0; i < k->count; i++)
		buf_release(&k->files[i].bytes);
}

/* ---- the documents ---- */

struct held {
	struct map ids;
	VEC(uint64_t) hashes; /* of their records */
};

static void hold_leaf(struct held *h, const struct leaf *p, bool dead)
{
	struct stored_reader reader = {0};
	struct arena arena = {0};
	struct error err = {0};
	for (uint32_t i = 0; i < p->segment.docs; i++) {
		struct str bytes;
		struct record r;
		uint32_t id;
		if (!dead && !live_has(&p->live, i))
			continue;
		assert_int_equal(
			stored_get(&reader, &p->stored, i, &bytes, &err), OK);
		assert_int_equal(record_get(bytes, &arena, &r), OK);
		assert_int_equal(map_add(&h->ids, r.id, &id), OK);
		assert_true(dead || id == h->hashes.len);
		assert_int_equal(vec_push(&h->hashes, hash64(bytes)), OK);
	}
	stored_reader_release(&reader);
	arena_release(&arena);
}

static void hold(struct held *h, bool dead)
{
	struct snapshot s;
	struct error err = {0};
	if (snapshot_open(&s, folder, &err) != OK)
		fail_msg("%s", err.text);
	for (uint32_t i = 0; i < s.leaf_count; i++)
		hold_leaf(h, s.leaves[i], dead);
	snapshot_close(&s);
}

static void let_go(struct held *h)
{
	map_release(&h->ids);
	vec_release(&h->hashes);
}

/* ---- repairing ---- */

static struct buf said, lost;
static size_t memory = 64 << 20;

static void take_said(void *data, const char *sentence)
{
	(void)data;
	buf_puts(&said, sentence);
	buf_putc(&said, '\n');
}

static bool lost_has(const char *words)
{
	return lost.len && memmem(lost.p, lost.len, words, strlen(words));
}

static void take_lost(void *data, struct str what)
{
	(void)data;
	buf_put_str(&lost, what);
	buf_putc(&lost, '\n');
}

static void no_finding(void *data, const char *sentence)
{
	(void)data;
	fail_msg("after repair: %s", sentence);
}

static enum status mend(struct repair *r)
{
	struct error err = {0};
	buf_clear(&said);
	buf_clear(&lost);
	*r = (struct repair){.folder = folder,
		.threads = 2,
		.memory = memory,
		.say = take_said,
		.lose = take_lost};
	enum status status = repair(r, &err);
	assert_true(status == OK || err.text[0]);
	if (status != OK)
		return status;
	if (check_index(folder, no_finding, NULL, &err) != OK)
		fail_msg("%s", err.text);
	return OK;
}

/* Is that id among the lines of what was lost? */
static bool is_said_lost(struct str id)
{
	struct str all = buf_str(&lost);
	for (size_t at = 0; at < all.len;) {
		size_t end = str_find(all, at, '\n');
		if (str_eq(str_slice(all, at, end), id))
			return true;
		at = end + 1;
	}
	return false;
}

/* Damaged, repaired, compared with what was there.  `named`: all that is lost is
 * said by its id. */
static void mended(const struct held *before, struct repair *r, bool named)
{
	struct held after = {0};
	if (mend(r) != OK)
		fail_msg("it cannot be repaired");
	assert_true(r->findings > 0);
	hold(&after, false);
	for (uint32_t i = 0; i < after.ids.count; i++) {
		uint32_t id = map_find(&before->ids, map_key(&after.ids, i));
		assert_true(r->doubtful || id != MAP_NONE);
		assert_true(id == MAP_NONE ||
			    after.hashes.v[i] == before->hashes.v[id]);
	}
	uint64_t missing = 0;
	for (uint32_t i = 0; i < before->ids.count; i++) {
		struct str id = map_key(&before->ids, i);
		bool gone = map_find(&after.ids, id) == MAP_NONE;
		missing += gone;
		if (named && gone != is_said_lost(id))
			fail_msg(STR_FMT " is %s", STR_ARG(id),
				gone ? "lost and not said" : "said to be lost");
	}
	if (missing != r->lost)
		fail_msg("%u lost, not %u: " STR_FMT, (unsigned)missing,
			(unsigned)r->lost, STR_ARG(buf_str(&said)));
	let_go(&after);
}

static void damage(const char *name, size_t at, size_t len, struct rng *r)
{
	struct buf b = read_all(path_of(name));
	for (size_t i = at; i < at + len && i < b.len; i++)
		b.p[i] ^= (char)(1 + rng_below(r, 255));
	write_all(path_of(name), buf_str(&b));
	buf_release(&b);
}

/* ---- a small index: every file, every way ---- */

static const char first[] =
	"{\"id\":\"a\",\"title\":\"Kimchi\",\"text\":\"Cabbage ferments in "
	"salt; the cabbage keeps.\",\"tags\":[\"food\",\"korea\"]}\n"
	"{\"id\":\"b\",\"title\":\"Sauerkraut\",\"text\":\"Cabbage again, and "
	"salt.\",\"author\":\"Ann\",\"date\":\"2021-01-02\"}\n"
	"{\"id\":\"c\",\"text\":\"Nothing to do with it.\"}\n";

static void make_more(void)
{
	made_commit(folder, "two.jsonl",
		"{\"id\":\"d\",\"text\":\"More salt.\"}\n", "b");
	made_commit(folder, "three.jsonl",
		"{\"id\":\"c\",\"text\":\"Another c.\"}\n"
		"{\"id\":\"e\",\"text\":\"The last one.\"}\n",
		NULL);
}

static void make_small(void)
{
	snprintf(folder, sizeof folder, "%s", temp_dir());
	made_commit(folder, "one.jsonl", first, NULL);
	make_more();
}

static bool is_kind(const char *name, const char *kind)
{
	return strstr(name, kind);
}

static bool is_part(const char *name)
{
	return is_kind(name, "manifest") || is_kind(name, ".seg") ||
	       is_kind(name, ".live") || is_kind(name, ".sources");
}

/* Of damage to this file, what is to be expected? */
static void expect_mended(
	const struct held *before, const char *name, struct repair *r)
{
	mended(before, r, false);
	if (is_kind(name, "manifest") || is_kind(name, ".sources"))
		assert_int_equal(r->lost + r->doubtful + r->rebuilt, 0);
	if (is_kind(name, ".live")) {
		assert_int_equal(r->doubtful, 1);
		assert_int_equal(r->lost + r->rebuilt, 0);
	}
	assert_int_equal(r->unlisted, is_kind(name, ".sources"));
}

static void each_part(void (*harm)(const char *name, const struct kept *k,
	unsigned file, const struct held *before, struct rng *r))
{
	struct kept k = {0};
	struct held before = {0};
	struct rng r;
	rng_init(&r, seed());
	make_small();
	hold(&before, false);
	assert_int_equal(before.ids.count, 4);
	each_name(keep_file, &k);
	for (unsigned i = 0; i < k.count; i++)
		if (is_part(k.files[i].name))
			harm(k.files[i].name, &k, i, &before, &r);
	restore(&k);
	remove_tree(folder);
	let_go(&before);
	release(&k);
}

static void flip_some(const char *name, const struct kept *k, unsigned file,
	const struct held *before, struct rng *r)
{
	size_t len = k->files[file].bytes.len;
	for (unsigned n = rounds(25); n; n--) {
		struct repair done;
		size_t at = rng_below(r, len);
		restore(k);
		damage(name, at, 1 + rng_below(r, 3), r);
		expect_mended(before, name, &done);
	}
}

static void flips(void **state)
{
	(void)state;
	each_part(flip_some);
}

static void cut_some(const char *name, const struct kept *k, unsigned file,
	const struct held *before, struct rng *r)
{
	size_t len = k->files[file].bytes.len;
	for (unsigned n = rounds(12); n; n--) {
		struct repair done;
		restore(k);
		assert_int_equal(
			truncate(path_of(name), (off_t)rng_below(r, len)), 0);
		expect_mended(before, name, &done);
	}
}

static void cuts(void **state)
{
	(void)state;
	each_part(cut_some);
}

static void remove_it(const char *name, const struct kept *k, unsigned file,
	const struct held *before, struct rng *r)
{
	struct repair done;
	(void)file, (void)r;
	restore(k);
	unlink(path_of(name));
	if (is_kind(name, ".copy")) {
		assert_int_equal(mend(&done), OK);
		assert_int_equal(done.findings, 0);
		return;
	}
	expect_mended(before, name, &done);
	if (is_kind(name, ".seg"))
		assert_true(lost_has("which is gone"));
}

static void missing(void **state)
{
	(void)state;
	each_part(remove_it);
}

/* What was deleted may be back, but not what was replaced. */
static void without_live(void **state)
{
	(void)state;
	struct kept k = {0};
	struct held before = {0}, after = {0};
	struct repair r;
	uint32_t c;
	make_small();
	hold(&before, false);
	each_name(keep_file, &k);
	for (unsigned i = 0; i < k.count; i++)
		if (is_kind(k.files[i].name, ".live"))
			unlink(path_of(k.files[i].name));
	assert_int_equal(mend(&r), OK);
	hold(&after, false);
	assert_int_equal(after.ids.count, 5);
	assert_int_not_equal(map_find(&after.ids, STR("b")), MAP_NONE);
	c = map_find(&after.ids, STR("c"));
	assert_int_equal(after.hashes.v[c],
		before.hashes.v[map_find(&before.ids, STR("c"))]);
	remove_tree(folder);
	let_go(&before);
	let_go(&after);
	release(&k);
}

static void nothing_left(void **state)
{
	(void)state;
	struct kept k = {0};
	struct held before = {0};
	struct repair r;
	make_small();
	each_name(keep_file, &k);
	assert_int_equal(mend(&r), OK);
	assert_int_equal(r.findings, 0);
	hold(&before, false);
	for (unsigned n = 0; n < 2; n++) {
		restore(&k);
		unlink(path_of("manifest"));
		unlink(path_of("manifest.copy"));
		if (n == 1)
			write_all(path_of("manifest.copy"), STR("x"));
		mended(&before, &r, true);
		assert_int_equal(r.adopted, 3);
		assert_int_equal(r.lost, 0);
		assert_true(r.unlisted);
	}
	each_name(drop_file, NULL);
	assert_int_equal(mend(&r), ERR_NOT_FOUND);
	remove_tree(folder);
	let_go(&before);
	release(&k);
}

static void other_analyzer(void **state)
{
	(void)state;
	struct manifest m;
	struct repair r = {.folder = folder,
		.threads = 1,
		.memory = memory,
		.say = take_said,
		.lose = take_lost};
	struct error err = {0};
	make_small();
	assert_int_equal(manifest_read(&m, folder, &err), OK);
	m.settings.analyzer++;
	assert_int_equal(manifest_write(&m, folder, &err), OK);
	manifest_release(&m);
	assert_int_equal(repair(&r, &err), ERR_VERSION);
	assert_non_null(strstr(err.text,
		" was made with another version of the text analysis; rebuild "
		"it (delete "));
	remove_tree(folder);
}

/* The copy is of the first commit, and later ones have come. */
static void stale_copy(void **state)
{
	(void)state;
	struct held before = {0}, after = {0};
	struct repair r;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	made_commit(folder, "one.jsonl", first, NULL);
	struct buf copy = read_all(path_of("manifest.copy"));
	make_more();
	hold(&before, false);
	unlink(path_of("manifest"));
	write_all(path_of("manifest.copy"), buf_str(&copy));
	utimensat(AT_FDCWD, path_of("manifest.copy"),
		(struct timespec[2]){{0}, {0}}, 0);
	assert_int_equal(mend(&r), OK);
	assert_int_equal(r.adopted, 2);
	assert_int_equal(r.lost, 0);
	hold(&after, false);
	assert_int_equal(after.ids.count, before.ids.count + 1); /* b */
	uint32_t c = map_find(&after.ids, STR("c"));
	assert_int_equal(after.hashes.v[c],
		before.hashes.v[map_find(&before.ids, STR("c"))]);
	remove_tree(folder);
	buf_release(&copy);
	let_go(&before);
	let_go(&after);
}

/* ---- a larger segment: every section ---- */

static void make_large(struct rng *r)
{
	static const char *const words[] = {"salt", "cabbage", "kimchi",
		"ferments", "slowly", "garlic", "winter", "jar", "brine"};
	struct buf b = {0};
	snprintf(folder, sizeof folder, "%s", temp_dir());
	for (unsigned i = 0; i < MANY; i++) {
		buf_printf(&b, "{\"id\":\"doc%05u\",\"text\":\"", i);
		for (unsigned n = 60; n; n--)
			buf_printf(&b, "%s %x ", words[rng_below(r, 9)],
				(unsigned)rng_below(r, 1 << 20));
		buf_puts(&b, "\"}\n");
	}
	buf_putc(&b, '\0');
	made_commit(folder, "many.jsonl", b.p, NULL);
	made_commit(folder, NULL, NULL, "doc00007");
	buf_release(&b);
}

/* The segment's name and sections. */
static void look(char name[80], struct segment_section *sections,
	unsigned *count, uint64_t *body)
{
	struct snapshot s;
	struct error err = {0};
	assert_int_equal(snapshot_open(&s, folder, &err), OK);
	assert_int_equal(s.leaf_count, 1);
	const struct segment *g = &s.leaves[0]->segment;
	snprintf(name, 80, "%s", strrchr(g->path, '/') + 1);
	*count = g->count;
	*body = g->body;
	memcpy(sections, g->sections, g->count * sizeof *sections);
	snapshot_close(&s);
}

static void harm_section(const struct kept *k, const struct held *before,
	const char *name, const struct segment_section *s, struct rng *r)
{
	bool blocks =
		s->tag == SECTION_STORED || s->tag == SECTION_STORED_DICTIONARY;
	bool terms = s->tag == SECTION_TERMS || s->tag == SECTION_TERM_INDEX;
	for (unsigned n = rounds(4); n && s->len; n--) {
		struct repair done;
		size_t at = rng_below(r, s->len), rest = s->len - at;
		size_t len = 1 + rng_below(r, rest < 200 ? rest : 200);
		restore(k);
		damage(name, s->off + at, len, r);
		mended(before, &done, !blocks || !terms);
		assert_int_equal(done.rebuilt, 1);
		assert_int_equal(done.doubtful, 0);
		if (!blocks && !terms)
			assert_int_equal(done.lost, 0);
		if (s->tag == SECTION_STORED)
			assert_true(done.lost > 0 && done.lost < MANY / 2);
	}
}

static void sections(void **state)
{
	(void)state;
	struct kept k = {0};
	struct held before = {0};
	struct segment_section s[SEGMENT_SECTIONS_MAX];
	struct rng r;
	char name[80];
	unsigned count;
	uint64_t body;
	rng_init(&r, seed());
	make_large(&r);
	hold(&before, false);
	assert_int_equal(before.ids.count, MANY - 1);
	look(name, s, &count, &body);
	assert_int_equal(count, 10);
	each_name(keep_file, &k);
	for (unsigned i = 0; i < count; i++)
		harm_section(&k, &before, name, &s[i], &r);
	restore(&k);
	remove_tree(folder);
	let_go(&before);
	release(&k);
}

/* What does not fit into memory becomes several segments. */
static void in_parts(void **state)
{
	(void)state;
	struct held before = {0};
	struct segment_section s[SEGMENT_SECTIONS_MAX];
	struct snapshot after;
	struct error err = {0};
	struct repair done;
	struct rng r;
	char name[80];
	unsigned count;
	uint64_t body;
	rng_init(&r, seed());
	make_large(&r);
	hold(&before, false);
	look(name, s, &count, &body);
	damage(name, 5, 3, &r);
	memory = 1 << 20;
	mended(&before, &done, true);
	memory = 64 << 20;
	assert_int_equal(done.lost + done.doubtful, 0);
	assert_int_equal(snapshot_open(&after, folder, &err), OK);
	assert_true(after.leaf_count > 1);
	snapshot_close(&after);
	remove_tree(folder);
	let_go(&before);
}

/* Header, tables and footer say where everything is; nothing is lost without
 * them, nor what lies before a cut if the dictionary of the blocks does. */
static void tables(void **state)
{
	(void)state;
	struct kept k = {0};
	struct held before = {0};
	struct segment_section s[SEGMENT_SECTIONS_MAX];
	struct rng r;
	struct repair done;
	char name[80];
	unsigned count;
	uint64_t body;
	rng_init(&r, seed());
	make_large(&r);
	hold(&before, false);
	look(name, s, &count, &body);
	each_name(keep_file, &k);
	const uint64_t places[] = {0, 20, body, body + 24 * count, body + 300};
	for (unsigned i = 0; i < 5; i++) {
		restore(&k);
		damage(name, places[i], 1 + rng_below(&r, 40), &r);
		mended(&before, &done, true);
		assert_int_equal(done.lost + done.doubtful, 0);
	}
	assert_int_equal(s[2].tag, SECTION_STORED_DICTIONARY);
	assert_true(s[2].len > 0);
	restore(&k);
	truncate(path_of(name), (off_t)s[3].off + 1);
	mended(&before, &done, true);
	assert_int_equal(done.lost + done.doubtful, 0);
	restore(&k);
	damage(name, s[0].off + s[0].len / 2, 100, &r);
	damage(name, 0, 8, &r);
	mended(&before, &done, false);
	assert_true(done.lost > 0 && done.lost < MANY / 4);
	assert_true(lost_has(" between doc"));
	restore(&k);
	remove_tree(folder);
	let_go(&before);
	release(&k);
}

static int end(void **state)
{
	(void)state;
	buf_release(&said);
	buf_release(&lost);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flips),
		cmocka_unit_test(cuts),
		cmocka_unit_test(missing),
		cmocka_unit_test(without_live),
		cmocka_unit_test(nothing_left),
		cmocka_unit_test(other_analyzer),
		cmocka_unit_test(stale_copy),
		cmocka_unit_test(in_parts),
		cmocka_unit_test(sections),
		cmocka_unit_test(tables),
	};
	return cmocka_run_group_tests(tests, NULL, end);
}
