/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs of lines are cut in the same places from a file, from a pipe and from
 * memory. */
#include "indexer/line.h"
#include "common/base/vec.h"
#include "tests/support/test.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

struct run {
	size_t len;
	uint32_t line;
};

struct runs {
	struct run *v;
	size_t len, cap;
	uint64_t hash;
};

/* No file: from memory. */
static struct runs cut(int fd, struct str whole)
{
	struct runs r = {0};
	struct lines l;
	struct error err = {0};
	size_t at = 0;
	enum status status = fd < 0 ? lines_open_text(&l, whole, "it", &err)
				    : lines_open(&l, fd, "it", &err);
	assert_int_equal(status, OK);
	for (;;) {
		struct str run;
		uint32_t line;
		assert_int_equal(lines_next(&l, &run, &line, &err), OK);
		if (run.len == 0)
			break;
		assert_true(str_eq(run, str_slice(whole, at, at + run.len)));
		at += run.len;
		assert_int_equal(vec_push(&r, (struct run){run.len, line}), OK);
	}
	assert_int_equal(at, whole.len);
	r.hash = l.hash;
	lines_close(&l);
	return r;
}

struct trickle {
	int fd;
	struct str bytes;
};

static void *trickle(void *data)
{
	struct trickle *t = data;
	struct rng r;
	rng_init(&r, t->bytes.len);
	for (size_t at = 0; at < t->bytes.len;) {
		size_t n = 1 + rng_below(&r, 60000);
		n = n < t->bytes.len - at ? n : t->bytes.len - at;
		ssize_t put = write(t->fd, t->bytes.p + at, n);
		if (put < 0)
			break;
		at += (size_t)put;
	}
	close(t->fd);
	return NULL;
}

static struct buf make(struct rng *r, size_t size, uint64_t longest)
{
	struct buf b = {0};
	while (b.len < size) {
		for (uint64_t n = rng_below(r, longest); n > 0; n--)
			buf_putc(&b, 'x');
		buf_putc(&b, '\n');
	}
	assert_int_equal(b.status, OK);
	return b;
}

static void same(const struct runs *a, const struct runs *b)
{
	assert_int_equal(a->len, b->len);
	assert_true(a->hash == b->hash);
	for (size_t i = 0; i < a->len; i++) {
		assert_int_equal(a->v[i].len, b->v[i].len);
		assert_int_equal(a->v[i].line, b->v[i].line);
	}
}

static void compare(struct str whole)
{
	char path[100];
	int ends[2];
	pthread_t thread;
	const char *folder = temp_dir();
	snprintf(path, sizeof path, "%s/lines", folder);
	write_all(path, whole);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	struct runs a = cut(fd, whole);
	close(fd);
	assert_int_equal(pipe(ends), 0);
	struct trickle t = {ends[1], whole};
	assert_int_equal(pthread_create(&thread, NULL, trickle, &t), 0);
	struct runs b = cut(ends[0], whole);
	pthread_join(thread, NULL);
	close(ends[0]);
	struct runs c = cut(-1, whole);
	same(&a, &b);
	same(&a, &c);
	vec_release(&a);
	vec_release(&b);
	vec_release(&c);
	remove_tree(folder);
}

static void file_and_pipe(void **state)
{
	(void)state;
	static const uint64_t longest[] = {1, 20, 3000, 1 << 20};
	struct rng r;
	rng_init(&r, seed());
	for (size_t i = 0; i < sizeof longest / sizeof *longest; i++) {
		struct buf b = make(&r, 5 << 20, longest[i]);
		compare(buf_str(&b));
		buf_puts(&b, "no newline at the end");
		compare(buf_str(&b));
		buf_release(&b);
	}
	compare(STR(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file_and_pipe),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
