/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/check.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"
#include "common/index/posting.h"
#include "tests/support/made.h"
#include "tests/support/visit.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

static const char first[] =
	"{\"id\":\"a\",\"title\":\"Kimchi\",\"text\":\"Cabbage ferments in "
	"salt; the cabbage keeps.\",\"tags\":[\"food\",\"korea\"]}\n"
	"{\"id\":\"b\",\"title\":\"Sauerkraut\",\"text\":\"Cabbage again, and "
	"salt.\",\"author\":\"Ann\",\"date\":\"2021-01-02\"}\n"
	"{\"id\":\"c\",\"text\":\"Nothing to do with it.\"}\n";
static const char second[] = "{\"id\":\"d\",\"text\":\"More salt.\"}\n";

static char folder[64];
static bool talk;

static void count_report(void *data, const char *sentence)
{
	unsigned *count = data;
	assert_null(strchr(sentence, '\n'));
	if (talk)
		printf("%s\n", sentence);
	++*count;
}

static enum status check(unsigned *count)
{
	struct error err = {0};
	*count = 0;
	return check_index(folder, count_report, count, &err);
}

static void visit(void)
{
	struct snapshot s;
	struct error err = {0};
	if (snapshot_open(&s, folder, &err) != OK) {
		assert_true(err.text[0]);
		return;
	}
	for (uint32_t i = 0; i < s.leaf_count; i++)
		visit_leaf(s.leaves[i]);
	snapshot_close(&s);
}

static int make(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	made_commit(folder, "one.jsonl", first, NULL);
	made_commit(folder, "two.jsonl", second, "b");
	return 0;
}

static int unmake(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

static void clean(void **state)
{
	(void)state;
	unsigned count;
	talk = true;
	assert_int_equal(check(&count), OK);
	assert_int_equal(count, 0);
	talk = false;
	visit();
}

static bool is_copy(const char *name)
{
	return strstr(name, "manifest.copy");
}

static bool part_of_index(const char *name)
{
	return strcmp(name, "manifest") == 0 || is_copy(name) ||
	       strstr(name, ".seg") || strstr(name, ".live") ||
	       strstr(name, ".sources");
}

static void expect_found(const char *path, const char *what, size_t at)
{
	unsigned count;
	if (check(&count) == OK)
		fail_msg("%s: %s at %zu was not found", path, what, at);
	visit();
}

static void put_byte(int fd, size_t at, char byte)
{
	assert_int_equal(pwrite(fd, &byte, 1, (off_t)at), 1);
}

/* One bit of each byte; all of headers and footers. */
static void flip_file(const char *path, struct rng *r)
{
	struct buf b = read_all(path);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	for (size_t i = 0; i < b.len; i++) {
		bool all = i < 64 || i + 64 >= b.len;
		unsigned only = (unsigned)rng_below(r, 8);
		for (unsigned bit = 0; bit < 8; bit++) {
			if (!all && bit != only)
				continue;
			put_byte(fd, i, (char)(b.p[i] ^ 1 << bit));
			expect_found(path, "a flipped bit", i);
		}
		put_byte(fd, i, b.p[i]);
	}
	close(fd);
	buf_release(&b);
}

static void cut_file(const char *path, struct rng *r)
{
	(void)r;
	struct buf b = read_all(path);
	for (size_t len = b.len; len-- > 0;) {
		assert_int_equal(truncate(path, (off_t)len), 0);
		expect_found(path, "a cut", len);
	}
	write_all(path, buf_str(&b));
	buf_release(&b);
}

static void each_file(void (*damage)(const char *path, struct rng *r))
{
	struct rng r;
	unsigned files = 0, count;
	rng_init(&r, seed());
	DIR *dir = opendir(folder);
	assert_non_null(dir);
	for (struct dirent *e; (e = readdir(dir));) {
		char path[400];
		if (!part_of_index(e->d_name))
			continue;
		snprintf(path, sizeof path, "%s/%s", folder, e->d_name);
		damage(path, &r);
		files++;
	}
	closedir(dir);
	assert_int_equal(files, 6); /* 2 manifests, sources, live, 2 segments */
	assert_int_equal(check(&count), OK);
}

static void flips(void **state)
{
	(void)state;
	each_file(flip_file);
}

static void cuts(void **state)
{
	(void)state;
	each_file(cut_file);
}

static void missing_file(const char *path, struct rng *r)
{
	(void)r;
	struct buf b = read_all(path);
	unlink(path);
	if (!is_copy(path)) /* which an older writer did not make */
		expect_found(path, "a missing file", 0);
	write_all(path, buf_str(&b));
	buf_release(&b);
}

static void missing(void **state)
{
	(void)state;
	each_file(missing_file);
}

static void put_all(int fd, struct str bytes)
{
	assert_int_equal(pwrite(fd, bytes.p, bytes.len, 0), bytes.len);
}

/* Damage that no checksum tells: nothing may fall over. */
static void righted_file(const char *path, struct rng *r)
{
	unsigned count;
	if (!strstr(path, ".seg"))
		return;
	struct buf b = read_all(path);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	for (unsigned i = rounds(500); i; i--) {
		struct buf copy = {0};
		buf_put(&copy, b.p, b.len);
		for (uint64_t n = 1 + rng_below(r, 3); n; n--)
			copy.p[rng_below(r, copy.len)] ^=
				(char)(1 << rng_below(r, 8));
		made_right((uint8_t *)copy.p, copy.len);
		put_all(fd, buf_str(&copy));
		(void)!check(&count);
		visit();
		buf_release(&copy);
	}
	put_all(fd, buf_str(&b));
	close(fd);
	buf_release(&b);
}

static void righted(void **state)
{
	(void)state;
	each_file(righted_file);
}

/* ---- what is said ---- */

static struct made_sentence sentences[] = {
	{"its totals are not those of its lengths", false},
	{"its positions cannot be read", false},
	{"a document has more or fewer positions than it can", false},
	{"its list cannot be read", false},
	{"its list does not begin where the one before ends", false},
	{"it does not come behind the term before", false},
	{"looking it up does not find it", false},
	{"its dictionary cannot be read to the end", false},
	{"it has lists that belong to no term", false},
	{"a column has another value", false},
	{"it cannot be decoded", false},
	{"it cannot be read", false},
	{"its languages are not those of its documents", false},
	{"it contradicts itself", false},
	{"it has no pieces", false},
	{"it does not cover all documents", false},
	{"its length makes no sense", false},
	{"a section lies outside", false},
	{".seg: the keys of column tag do not ascend", false},
	{"has a section that this meju does not know; use a newer meju or "
	 "rebuild the index",
		false},
	{"it is another segment than the manifest names", false},
};

enum { SENTENCE_COUNT = sizeof sentences / sizeof *sentences };

static void hear(void *data, const char *sentence)
{
	(void)data;
	made_hear(sentences, SENTENCE_COUNT, sentence);
}

static void check_and_hear(void *data)
{
	struct error err = {0};
	(void)data;
	(void)!check_index(folder, hear, NULL, &err);
}

static void all_that_is_said(void **state)
{
	(void)state;
	made_spoil(folder, 1, check_and_hear, NULL);
	made_all_heard(sentences, SENTENCE_COUNT);
}

static struct buf said;

static void keep(void *data, const char *sentence)
{
	(void)data;
	buf_puts(&said, sentence);
	buf_putc(&said, '\n');
}

static void lying_live_map(void **state)
{
	(void)state;
	struct manifest m;
	struct snapshot s;
	struct error err = {0};
	char path[4096];
	assert_int_equal(manifest_read(&m, folder, &err), OK);
	live_path(path, sizeof path, folder, m.segments[0].id,
		m.segments[0].live);
	struct buf good = read_all(path), bad = read_all(path);
	bad.p[24 + 4] = 1; /* of the removed length */
	bad.len -= 4;
	buf_put_u32(&bad, crc32c(0, bad.p, bad.len));
	write_all(path, buf_str(&bad));
	assert_int_equal(snapshot_open(&s, folder, &err), ERR_CORRUPT);
	assert_non_null(strstr(err.text,
		".live is damaged: more was removed than the segment has"));
	write_all(path, buf_str(&good));
	manifest_release(&m);
	buf_release(&good);
	buf_release(&bad);
}

/* Two segments that have a number of a document in common. */
static void overlapping_rows(void **state)
{
	(void)state;
	struct manifest m;
	struct error err = {0};
	assert_int_equal(manifest_read(&m, folder, &err), OK);
	assert_int_equal(m.segment_count, 2);
	uint64_t ordinal = m.segments[1].ordinal;
	m.segments[1].ordinal = m.segments[0].ordinal + 1;
	assert_int_equal(manifest_write(&m, folder, &err), OK);
	buf_clear(&said);
	assert_int_equal(check_index(folder, keep, NULL, &err), ERR_CORRUPT);
	buf_putc(&said, '\0');
	assert_non_null(strstr(
		said.p, "the manifest numbers documents of segment 1 twice"));
	m.segments[1].ordinal = ordinal;
	assert_int_equal(manifest_write(&m, folder, &err), OK);
	manifest_release(&m);
}

/* ---- what checksums cannot tell ---- */

static void finds(const struct leaf *p, const struct leaf *others,
	uint32_t count, const char *sentence)
{
	buf_clear(&said);
	enum status status = check_leaf(p, others, count, keep, NULL);
	buf_putc(&said, '\0');
	if (sentence ? status != ERR_CORRUPT || !strstr(said.p, sentence)
		     : status != OK)
		fail_msg("'%s', not '%s'", said.p, sentence);
}

static const uint32_t zero[] = {0}, one[] = {1}, both[] = {0, 1},
		      two[] = {2, 1}, at[] = {4, 6, 5};

/* Two documents, "salt" in both, ids in the given ones. */
static void two_documents(struct made *m, const uint32_t *lengths,
	const uint32_t *first_id, const uint32_t *second_id)
{
	struct builder_postings salt = {both, two, two, at, 2};
	made_begin(m, lengths, 2);
	made_put(m, STR("Qd0"),
		&(struct builder_postings){.docs = first_id, .count = 1});
	made_put(m, STR("Qd1"),
		&(struct builder_postings){.docs = second_id, .count = 1});
	made_put(m, STR("Zsalt"), &salt);
	made_end(m);
}

static void lies(void **state)
{
	(void)state;
	static const uint32_t right[] = {2, 1}, wrong[] = {3, 1};
	struct made m, other;
	two_documents(&m, right, zero, one);
	finds(&m.leaf, NULL, 0, NULL);
	two_documents(&other, right, zero, one);
	finds(&m.leaf, &other.leaf, 1, "its id has another live document");
	made_release(&other);
	two_documents(&other, wrong, zero, one);
	finds(&other.leaf, NULL, 0,
		".seg: document 0: its length is not the sum");
	made_release(&other);
	two_documents(&other, right, one, zero);
	finds(&other.leaf, NULL, 0, "document 1: its id does not find it");
	made_release(&other);
	m.leaf.meta.length++;
	finds(&m.leaf, NULL, 0, "totals");
	m.leaf.meta.length--;
	m.leaf.meta.languages[0].docs = 1;
	finds(&m.leaf, NULL, 0, "languages");
	made_release(&m);
}

static void live_lies(void **state)
{
	(void)state;
	static const uint32_t right[] = {2, 1}, lost[] = {0, 2};
	struct made m, other;
	enum status status = OK;
	two_documents(&m, right, zero, one);
	struct live *l = &m.leaf.live;
	assert_true(live_remove(l, 0, 2, &status));
	finds(&m.leaf, NULL, 0,
		".seg: term 'Qd0' (number 0): the live map counts another "
		"number of "
		"documents gone");
	assert_int_equal(live_reduce(l, lost, 2), OK);
	finds(&m.leaf, NULL, 0, NULL);
	two_documents(&other, right, zero, one);
	assert_true(live_remove(&other.leaf.live, 1, 1, &status));
	finds(&m.leaf, &other.leaf, 1, NULL);
	made_release(&other);
	l->removed_length = 1;
	finds(&m.leaf, NULL, 0, "length of what is gone");
	l->removed_length = 2;
	l->reductions[0].ordinal = 7;
	finds(&m.leaf, NULL, 0, "the live map counts");
	l->reductions[0].ordinal = 0;
	static const uint32_t none[] = {9};
	assert_int_equal(live_reduce(l, none, 1), OK);
	finds(&m.leaf, NULL, 0, "its live map reduces terms that lost nothing");
	made_release(&m);
}

static void low_bounds(void **state)
{
	(void)state;
	enum { N = 2 * POSTING_BLOCK };
	uint32_t docs[N], tfs[N], lengths[N], positions[N] = {0};
	uint32_t ones[N];
	struct made m;
	struct error err = {0};
	char path[4096];
	for (uint32_t i = 0; i < N; i++) {
		docs[i] = i;
		ones[i] = 1;
		tfs[i] = lengths[i] = i < POSTING_BLOCK ? 1 : 9;
	}
	made_begin(&m, lengths, N);
	made_put(&m, STR("Zsalt"),
		&(struct builder_postings){docs, tfs, ones, positions, N});
	made_end(&m);
	snprintf(path, sizeof path, "%s", m.leaf.segment.path);
	struct buf b = read_all(path);
	size_t list = m.leaf.segment.sections[3].off;
	assert_int_equal(m.leaf.segment.sections[3].tag, SECTION_POSTINGS);
	leaf_close(&m.leaf);
	b.p[list + 18 + 9 * 2 + 1]--;
	b.p[list + 18 + 9 * 2 + 1]--;
	made_right((uint8_t *)b.p, b.len);
	write_all(path, buf_str(&b));
	assert_int_equal(leaf_open(&m.leaf, path, &err), OK);
	finds(&m.leaf, NULL, 0, "a bound is below an impact");
	finds(&m.leaf, NULL, 0, "not what it is named by");
	made_release(&m);
	buf_release(&b);
	buf_release(&said);
}

static struct made_sentence long_sentences[] = {
	{"the maximum of a range is below an impact", false},
	{"a rank has fewer postings than it claims", false},
	{"a range without documents has a maximum", false},
	{"a document has no frequency", false},
	{"its list cannot be read to the end", false},
};

enum { LONG_COUNT = sizeof long_sentences / sizeof *long_sentences };

static void hear_long(void *data, const char *sentence)
{
	(void)data;
	made_hear(long_sentences, LONG_COUNT, sentence);
}

static void check_long(void *data)
{
	const char *path = data;
	struct leaf leaf;
	struct error err = {0};
	if (leaf_open(&leaf, path, &err) == OK)
		(void)!check_leaf(&leaf, NULL, 0, hear_long, NULL);
	leaf_close(&leaf);
}

/* A list that has blocks, ranges and ranks, of frequencies up to `most`. */
static void spoil_long(uint32_t most)
{
	enum { N = 2600 };
	uint32_t where = 0;
	static uint32_t docs[N], tfs[N], lengths[N], positions[7 * N],
		counts[N];
	struct made m;
	char path[4096];
	for (uint32_t i = 0; i < N; i++) {
		docs[i] = i;
		tfs[i] = counts[i] = 1 + i % most;
		lengths[i] = tfs[i] + i % 5;
		for (uint32_t k = 0; k < counts[i]; k++)
			positions[where++] = 3 + k;
	}
	made_begin(&m, lengths, N);
	made_put(&m, STR("Zsalt"),
		&(struct builder_postings){docs, tfs, counts, positions, 2300});
	made_end(&m);
	snprintf(path, sizeof path, "%s", m.leaf.segment.path);
	leaf_close(&m.leaf);
	made_spoil(m.folder, 67, check_long, path);
	remove_tree(m.folder);
}

static void long_lists(void **state)
{
	(void)state;
	spoil_long(2);
	spoil_long(7);
	made_all_heard(long_sentences, LONG_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clean),
		cmocka_unit_test(flips),
		cmocka_unit_test(cuts),
		cmocka_unit_test(missing),
		cmocka_unit_test(righted),
		cmocka_unit_test(all_that_is_said),
		cmocka_unit_test(overlapping_rows),
		cmocka_unit_test(lying_live_map),
		cmocka_unit_test(lies),
		cmocka_unit_test(live_lies),
		cmocka_unit_test(low_bounds),
		cmocka_unit_test(long_lists),
	};
	return cmocka_run_group_tests(tests, make, unmake);
}
