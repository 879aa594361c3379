/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/live.h"
#include "common/base/bytes.h"
#include "common/base/crc32c.h"

#include <stdio.h>
#include <stdlib.h>

enum { LIVE_FILE_MAX = 1 << 30 };

static const char MAGIC[8] = "mejuLIV";

static size_t words(uint32_t docs)
{
	return ((size_t)docs + 63) / 64;
}

void live_init(struct live *l, uint32_t docs)
{
	*l = (struct live){.docs = docs, .count = docs};
}

void live_release(struct live *l)
{
	free(l->bits);
	free(l->reductions);
	*l = (struct live){0};
}

uint32_t live_reduction(const struct live *l, uint32_t ordinal)
{
	uint32_t low = 0, high = l->reduction_count;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (l->reductions[middle].ordinal < ordinal)
			low = middle + 1;
		else
			high = middle;
	}
	bool found = low < l->reduction_count &&
		     l->reductions[low].ordinal == ordinal;
	return found ? l->reductions[low].count : 0;
}

bool live_remove(
	struct live *l, uint32_t doc, uint32_t length, enum status *status)
{
	if (!live_has(l, doc))
		return false;
	if (!l->bits) {
		l->bits = malloc(words(l->docs) * sizeof *l->bits);
		if (!l->bits) {
			*status = ERR_NOMEM;
			return false;
		}
		memset(l->bits, 0xff, words(l->docs) * sizeof *l->bits);
	}
	l->bits[doc >> 6] &= ~(UINT64_C(1) << (doc & 63));
	l->count--;
	l->removed_length += length;
	return true;
}

enum status live_reduce(struct live *l, const uint32_t *ordinals, size_t count)
{
	size_t most = l->reduction_count + count;
	struct live_reduction *merged = malloc((most + 1) * sizeof *merged);
	if (!merged)
		return ERR_NOMEM;
	uint32_t n = 0, i = 0;
	for (size_t j = 0; i < l->reduction_count || j < count;) {
		struct live_reduction next = {UINT32_MAX, 0};
		if (i < l->reduction_count)
			next.ordinal = l->reductions[i].ordinal;
		if (j < count && ordinals[j] < next.ordinal)
			next.ordinal = ordinals[j];
		if (i < l->reduction_count &&
			l->reductions[i].ordinal == next.ordinal)
			next.count = l->reductions[i++].count;
		for (; j < count && ordinals[j] == next.ordinal; j++)
			next.count++;
		merged[n++] = next;
	}
	free(l->reductions);
	l->reductions = merged;
	l->reduction_count = n;
	return OK;
}

void live_path(char *out, size_t size, const char *folder,
	struct hash128 segment, uint64_t generation)
{
	snprintf(out, size, "%s/%016llx%016llx.%llu.live", folder,
		(unsigned long long)segment.high,
		(unsigned long long)segment.low,
		(unsigned long long)generation);
}

/* Do the numbers fit the bits, and each other? */
static bool sound(const struct live *l)
{
	uint32_t count = 0;
	for (uint32_t i = 0; i < l->docs; i += 64) {
		uint64_t word = l->bits[i >> 6];
		if (l->docs - i < 64)
			word &= (UINT64_C(1) << (l->docs - i)) - 1;
		count += (uint32_t)__builtin_popcountll(word);
	}
	for (uint32_t i = 0; i < l->reduction_count; i++) {
		const struct live_reduction *x = &l->reductions[i];
		if (x->count == 0 || x->count > l->docs - count ||
			(i && x->ordinal <= x[-1].ordinal))
			return false;
	}
	return count == l->count;
}

static enum status decode(
	struct live *l, struct str bytes, const struct segment *s)
{
	struct reader r = reader_from(bytes);
	if (bytes.len < sizeof MAGIC + 4 ||
		crc32c(0, bytes.p, bytes.len - 4) !=
			get_u32(bytes.p + bytes.len - 4) ||
		memcmp(read_bytes(&r, sizeof MAGIC).p, MAGIC, sizeof MAGIC) !=
			0)
		return ERR_CORRUPT;
	if (read_u32(&r) != FORMAT_VERSION)
		return ERR_VERSION;
	l->docs = read_u32(&r);
	l->count = read_u32(&r);
	l->reduction_count = read_u32(&r);
	l->removed_length = read_u64(&r);
	struct hash128 id = {read_u64(&r), 0};
	id.high = read_u64(&r);
	struct str bits = read_bytes(&r, words(l->docs) * 8);
	struct str pairs = read_bytes(&r, (uint64_t)l->reduction_count * 8);
	if (r.bad || reader_left(&r) != 4 || l->docs != s->docs ||
		l->count > l->docs || id.low != s->id.low ||
		id.high != s->id.high)
		return ERR_CORRUPT;
	l->bits = malloc(bits.len + 1);
	l->reductions = malloc(pairs.len + 1);
	if (!l->bits || !l->reductions)
		return ERR_NOMEM;
	memcpy(l->bits, bits.p, bits.len);
	memcpy(l->reductions, pairs.p, pairs.len);
	return sound(l) ? OK : ERR_CORRUPT;
}

enum status live_read(struct live *l, const char *path, const struct segment *s,
	struct error *err)
{
	struct buf bytes = {0};
	*l = (struct live){0};
	enum status status = file_read(path, LIVE_FILE_MAX, &bytes, err);
	if (status != OK) {
		buf_release(&bytes);
		return status;
	}
	status = decode(l, buf_str(&bytes), s);
	buf_release(&bytes);
	if (status != OK)
		live_release(l);
	if (status == ERR_CORRUPT)
		return error_corrupt(
			err, path, "it is no live map of this segment");
	if (status != OK)
		return error_set(err, status, "cannot read %s: %s", path,
			status_text(status));
	return OK;
}

enum status live_write(const struct live *l, const char *path,
	struct hash128 segment, struct error *err)
{
	struct buf b = {0};
	buf_put(&b, MAGIC, sizeof MAGIC);
	buf_put_u32(&b, FORMAT_VERSION);
	buf_put_u32(&b, l->docs);
	buf_put_u32(&b, l->count);
	buf_put_u32(&b, l->reduction_count);
	buf_put_u64(&b, l->removed_length);
	buf_put_u64(&b, segment.low);
	buf_put_u64(&b, segment.high);
	for (size_t i = 0; i < words(l->docs); i++)
		buf_put_u64(&b, l->bits ? l->bits[i] : UINT64_MAX);
	buf_put(&b, l->reductions, l->reduction_count * sizeof *l->reductions);
	buf_put_u32(&b, crc32c(0, b.p ? b.p : "", b.len));
	enum status status = b.status;
	if (status == OK)
		status = file_replace(path, buf_str(&b), err);
	else
		error_set(err, status, "out of memory writing %s", path);
	buf_release(&b);
	return status;
}
