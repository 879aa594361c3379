/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was put comes back, from memory or from a file. */
#include "common/base/spool.h"
#include "tests/support/test.h"

#include <fcntl.h>
#include <unistd.h>

static void fill(struct spool *s, const char *folder, struct buf *all,
	size_t size, struct rng *r)
{
	struct error err = {0};
	assert_int_equal(spool_open(s, folder, &err), OK);
	while (all->len < size) {
		size_t before = all->len, n = 1 + rng_below(r, 5000);
		for (size_t i = 0; i < n; i++)
			buf_putc(all, (char)(all->len * 7 >> 3));
		spool_put(s, all->p + before, n);
	}
	assert_int_equal(spool_rewind(s, &err), OK);
	assert_int_equal(s->len, all->len);
}

static void read_back(struct spool *s, const struct buf *all)
{
	struct str part;
	struct error err = {0};
	size_t at = 0;
	do {
		assert_int_equal(spool_read(s, &part, &err), OK);
		assert_true(part.len <= all->len - at);
		if (part.len)
			assert_memory_equal(part.p, all->p + at, part.len);
		at += part.len;
	} while (part.len);
	assert_int_equal(at, all->len);
}

static void comes_back(void **state)
{
	(void)state;
	static const size_t sizes[] = {
		0, 1, 1 << 18, (4 << 20) - 6000, 4 << 20, 5 << 20};
	const char *folder = temp_dir();
	struct rng r;
	rng_init(&r, seed());
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct spool s;
		struct buf all = {0};
		struct error err = {0};
		struct str map;
		char part[100];
		fill(&s, folder, &all, sizes[i], &r);
		for (unsigned k = 0; k < 100 && all.len > 100; k++) {
			size_t off = rng_below(&r, all.len - 100);
			assert_int_equal(spool_get(&s, off, part, 100), OK);
			assert_memory_equal(part, all.p + off, 100);
		}
		assert_int_equal(spool_get(&s, all.len, part, 1), ERR_IO);
		read_back(&s, &all);
		assert_int_equal(spool_rewind(&s, &err), OK);
		read_back(&s, &all);
		assert_int_equal(spool_map(&s, &map, &err), OK);
		assert_true(str_eq(map, buf_str(&all)));
		spool_close(&s);
		buf_release(&all);
	}
	remove_tree(folder);
}

/* The file takes no more, or gives nothing back. */
static void refusals(void **state)
{
	(void)state;
	static char bytes[5 << 20];
	const char *folder = temp_dir();
	struct spool s;
	struct str part;
	struct error err = {0};
	int no_write = open("/dev/null", O_RDONLY);
	int no_read = open("/dev/null", O_WRONLY);
	assert_int_equal(spool_open(&s, folder, &err), OK);
	assert_true(dup2(no_write, s.fd) >= 0);
	spool_put(&s, bytes, sizeof bytes);
	assert_int_equal(spool_rewind(&s, &err), ERR_IO);
	assert_non_null(strstr(err.text, "cannot write a temporary file in "));
	spool_close(&s);
	assert_int_equal(spool_open(&s, folder, &err), OK);
	spool_put(&s, bytes, sizeof bytes);
	assert_int_equal(spool_rewind(&s, &err), OK);
	assert_true(dup2(no_read, s.fd) >= 0);
	assert_int_equal(spool_read(&s, &part, &err), ERR_IO);
	assert_string_equal(
		err.text, "cannot read a temporary file: Bad file descriptor");
	spool_close(&s);
	close(no_write);
	close(no_read);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(refusals),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
