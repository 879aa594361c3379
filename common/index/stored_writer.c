/* SPDX-License-Identifier: GPL-3.0-or-later */
#define ZDICT_STATIC_LINKING_ONLY /* for the fast cover trainer */
#define ZSTD_STATIC_LINKING_ONLY  /* for tables that are not copied */
#include "common/base/bytes.h"
#include "common/base/vec.h"
#include "common/index/stored.h"

#include <stdlib.h>
#include <zdict.h>
#include <zstd.h>

/*
 * Documents of 2 KB on average, 193 MB of them, sorted by thousands: level 3
 * with the dictionary's tables attached, not copied, leaves 29.8 % of blocks of
 * 32 KiB; of 16 KiB 31.2 %, or with level 4 29.1 %, at a third more time.
 * Of 2.5 MB of them a dictionary of a 64th saves as much again as it takes;
 * larger or smaller ones save less, of the 16th nothing is left.
 */
enum { LEVEL = 3, SAMPLES_MIN = 100, SAMPLE_MIN = 512 << 10, SHARE = 64 };

/* What a dictionary is trained on: records end to end. */
struct sample {
	struct buf records;
	VEC(size_t) lens;
};

/* Every n-th record; neighbours are alike, so the first ones won't do. */
static enum status sample_take(struct sample *s, const struct buf *records,
	const size_t *lens, size_t count)
{
	size_t step = records->len / STORED_SAMPLE_MAX + 1;
	const char *at = buf_str(records).p;
	enum status status = OK;
	for (size_t i = 0; i < count && status == OK; at += lens[i++]) {
		if (i % step || s->records.len + lens[i] > STORED_SAMPLE_MAX)
			continue;
		buf_put(&s->records, at, lens[i]);
		status = vec_push(&s->lens, lens[i]);
	}
	return status == OK ? s->records.status : status;
}

static void sample_release(struct sample *s)
{
	buf_release(&s->records);
	vec_release(&s->lens);
}

static enum status train(
	const struct sample *s, uint64_t total, struct buf *dictionary)
{
	if (s->lens.len < SAMPLES_MIN || s->records.len < SAMPLE_MIN)
		return OK;
	size_t size = total / SHARE < STORED_DICTIONARY_MAX
			      ? (size_t)(total / SHARE)
			      : STORED_DICTIONARY_MAX;
	char *to = buf_reserve(dictionary, size);
	if (!to)
		return dictionary->status;
	ZDICT_fastCover_params_t params = {.k = 512,
		.d = 8,
		.f = 18,
		.accel = 4,
		.zParams.compressionLevel = LEVEL};
	size_t n = ZDICT_trainFromBuffer_fastCover(to, size, s->records.p,
		s->lens.v, (unsigned)s->lens.len, params);
	if (!ZDICT_isError(n))
		dictionary->len += n;
	return OK;
}

enum status stored_train(const struct buf *records, const size_t *lens,
	size_t count, uint64_t total, struct buf *dictionary)
{
	struct sample s = {0};
	enum status status = sample_take(&s, records, lens, count);
	if (status == OK)
		status = train(&s, total, dictionary);
	sample_release(&s);
	return status;
}

enum status stored_packer_init(struct stored_packer *p, struct str dictionary)
{
	*p = (struct stored_packer){.context = ZSTD_createCCtx()};
	if (!p->context)
		return ERR_NOMEM;
	ZSTD_CCtx_setParameter(p->context, ZSTD_c_compressionLevel, LEVEL);
	ZSTD_CCtx_setParameter(p->context, ZSTD_c_checksumFlag, 1);
	if (dictionary.len == 0)
		return OK;
	p->dictionary = ZSTD_createCDict(dictionary.p, dictionary.len, LEVEL);
	if (!p->dictionary)
		return ERR_NOMEM;
	ZSTD_CCtx_setParameter(
		p->context, ZSTD_c_forceAttachDict, ZSTD_dictForceAttach);
	ZSTD_CCtx_refCDict(p->context, p->dictionary);
	return OK;
}

void stored_packer_release(struct stored_packer *p)
{
	ZSTD_freeCCtx(p->context);
	ZSTD_freeCDict(p->dictionary);
	buf_release(&p->plain);
	*p = (struct stored_packer){0};
}

static enum status pack_block(struct stored_packer *p, const char *records,
	const size_t *lens, size_t count, struct stored_run *out)
{
	size_t total = 0;
	buf_clear(&p->plain);
	for (size_t i = 0; i < count; i++) {
		if (lens[i] > STORED_RECORD_MAX)
			return ERR_LIMIT;
		buf_put_varint(&p->plain, lens[i]);
		total += lens[i];
	}
	buf_put(&p->plain, records, total);
	size_t bound = ZSTD_compressBound(p->plain.len);
	char *to = buf_reserve(&out->blocks, bound);
	if (!to || p->plain.status != OK)
		return ERR_NOMEM;
	size_t n =
		ZSTD_compress2(p->context, to, bound, p->plain.p, p->plain.len);
	if (ZSTD_isError(n))
		return ERR_NOMEM;
	out->blocks.len += n;
	buf_put_u32(&out->index, (uint32_t)n);
	buf_put_u32(&out->index, (uint32_t)count);
	return out->index.status;
}

enum status stored_pack(struct stored_packer *p, const struct buf *records,
	const size_t *lens, size_t count, struct stored_run *out)
{
	const char *at = buf_str(records).p;
	enum status status = OK;
	for (size_t first = 0; first < count && status == OK;) {
		size_t n = 0, total = 0;
		while (first + n < count && total < STORED_BLOCK)
			total += lens[first + n++];
		status = pack_block(p, at, lens + first, n, out);
		at += total;
		first += n;
	}
	return status;
}

static void put_row(struct stored_writer *w, uint64_t offset)
{
	buf_put_u64(&w->index, offset);
	buf_put_u32(&w->index, w->docs);
}

void stored_put(struct stored_writer *w, struct segment_writer *segment,
	const struct stored_run *run)
{
	uint64_t offset = segment_at(segment);
	for (size_t i = 0; i < run->index.len; i += 8) {
		put_row(w, offset);
		offset += get_u32(run->index.p + i);
		w->docs += get_u32(run->index.p + i + 4);
		w->blocks++;
	}
	segment_put(segment, run->blocks.p, run->blocks.len);
}

enum status stored_finish(struct stored_writer *w,
	struct segment_writer *segment, struct str dictionary)
{
	put_row(w, segment_at(segment));
	enum status status = w->index.status;
	segment_add(segment, SECTION_STORED_INDEX, SECTION_REQUIRED,
		buf_str(&w->index));
	segment_add(segment, SECTION_STORED_DICTIONARY, SECTION_REQUIRED,
		dictionary);
	buf_release(&w->index);
	*w = (struct stored_writer){0};
	return status;
}
