/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/base/hash.h"

#include <ftw.h>
#include <sys/mman.h>
#include <unistd.h>

void rng_init(struct rng *r, uint64_t s)
{
	r->a = s * 0x9e3779b97f4a7c15u + 1;
	r->b = (s ^ 0xd1b54a32d192ed03u) | 1;
	for (int i = 0; i < 8; i++)
		rng_next(r);
}

uint64_t rng_next(struct rng *r)
{
	uint64_t x = r->a, y = r->b;
	r->a = y;
	x ^= x << 23;
	r->b = x ^ y ^ (x >> 17) ^ (y >> 26);
	return r->b + y;
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
	return rng_next(r) % n;
}

uint64_t seed(void)
{
	const char *given = getenv("SEED");
	uint64_t s = given ? strtoull(given, NULL, 10) : hash_seed() >> 32;
	printf("SEED=%llu\n", (unsigned long long)s);
	fflush(stdout);
	return s;
}

unsigned rounds(unsigned usual)
{
	const char *given = getenv("MEJU_ROUNDS");
	return given ? (unsigned)strtoul(given, NULL, 10) : usual;
}

static const char *env_or(const char *name, const char *otherwise)
{
	const char *value = getenv(name);
	return value ? value : otherwise;
}

const char *shared_file(const char *name)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s/data/%s",
		env_or("MEJU_SHARED", "../shared"), name);
	if (access(path, R_OK) == 0)
		return path;
	printf("skipped: the test data %s is not here\n", name);
	return NULL;
}

const char *source_file(const char *name)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s/%s", env_or("MEJU_SOURCE", "."), name);
	return path;
}

struct buf read_all(const char *path)
{
	struct buf b = {0};
	FILE *f = fopen(path, "rb");
	if (!f)
		fail_msg("cannot read %s", path);
	for (;;) {
		char *to = buf_reserve(&b, 1 << 16);
		assert_non_null(to);
		size_t n = fread(to, 1, 1 << 16, f);
		b.len += n;
		if (n == 0)
			break;
	}
	fclose(f);
	return b;
}

void write_all(const char *path, struct str bytes)
{
	FILE *f = fopen(path, "wb");
	if (!f)
		fail_msg("cannot write %s", path);
	assert_int_equal(fwrite(bytes.p, 1, bytes.len, f), bytes.len);
	assert_int_equal(fclose(f), 0);
}

const char *temp_dir(void)
{
	static char path[4096];
	snprintf(path, sizeof path, "%s/meju-test-XXXXXX",
		env_or("TMPDIR", "/tmp"));
	assert_non_null(mkdtemp(path));
	return path;
}

static int remove_one(
	const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void remove_tree(const char *dir)
{
	nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static size_t guarded_size(size_t len, size_t page)
{
	return (len + page - 1) / page * page + page;
}

void *guarded_alloc(size_t len)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t size = guarded_size(len, page);
	char *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	assert_true(p != MAP_FAILED);
	assert_int_equal(mprotect(p + size - page, page, PROT_NONE), 0);
	return p + size - page - len;
}

void guarded_free(void *p, size_t len)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);
	size_t size = guarded_size(len, page);
	munmap((char *)p + len + page - size, size);
}
