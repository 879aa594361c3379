/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/index/pair_writer.h"

#include <pthread.h>

enum {
	POSTINGS_MAX = 1 << 23, /* at a time */
	LISTS_MAX = 1 << 22,
};

enum status pair_writer_open(
	struct pair_writer *w, const char *folder, struct error *err)
{
	*w = (struct pair_writer){.most = POSTINGS_MAX};
	return spool_open(&w->spool, folder, err);
}

void pair_writer_put(struct pair_writer *w, struct str stem, struct str bytes)
{
	size_t text = w->texts.len;
	buf_put_str(&w->texts, stem);
	spool_put(&w->spool, bytes.p, bytes.len);
	if (vec_push(&w->stems,
		    (struct pair_stem){text, stem.len, w->spool.len}) != OK)
		w->status = ERR_NOMEM;
}

static uint32_t stem_count(const struct pair_writer *w)
{
	return (uint32_t)w->stems.len;
}

static struct str stem_text(const struct pair_writer *w, size_t number)
{
	const struct pair_stem *s = &w->stems.v[number];
	return (struct str){w->texts.p + s->text, s->text_len};
}

static void *find(void *data)
{
	struct pair_finder *finder = data;
	stop_listen(finder->wish);
	pair_finder_run(finder);
	return NULL;
}

/* Each thread has its part of the documents. */
static void find_all(struct pair_writer *w, uint32_t rows)
{
	pthread_t threads[PAIR_THREADS];
	bool started[PAIR_THREADS] = {false};
	unsigned n = w->threads;
	for (unsigned i = 0; i < n; i++)
		w->finders[i] = (struct pair_finder){.stems = w->bytes.v,
			.count = stem_count(w),
			.first = w->to,
			.rows = rows,
			.from = (uint32_t)((uint64_t)w->limit * i / n),
			.to = (uint32_t)((uint64_t)w->limit * (i + 1) / n),
			.most = w->most / n,
			.wish = stop_listening()};
	for (unsigned i = 1; i < n; i++)
		started[i] = pthread_create(&threads[i], NULL, find,
				     &w->finders[i]) == 0;
	for (unsigned i = 0; i < n; i++) {
		if (started[i])
			pthread_join(threads[i], NULL);
		else
			pair_finder_run(&w->finders[i]);
	}
}

/* The lists that all finders have; starts[i] becomes the number of documents
 * in those before i. */
static enum status count_lists(struct pair_writer *w)
{
	uint32_t rows = UINT32_MAX;
	for (unsigned i = 0; i < w->threads; i++)
		if (w->finders[i].rows < rows)
			rows = w->finders[i].rows;
	size_t lists = (rows + 1u) * (size_t)pair_columns(stem_count(w));
	enum status status = vec_reserve(&w->starts, lists + 1);
	if (status != OK)
		return status;
	uint64_t *starts = w->starts.v;
	memset(starts, 0, (lists + 1) * sizeof *starts);
	for (unsigned i = 0; i < w->threads; i++) {
		const struct pair_finder *f = &w->finders[i];
		for (size_t k = 0; k < f->lists.len; k++)
			if (f->lists.v[k] < lists)
				starts[f->lists.v[k] + 1]++;
	}
	for (size_t i = 0; i < lists; i++)
		starts[i + 1] += starts[i];
	w->starts.len = lists + 1;
	w->from = w->to;
	w->to += rows;
	return vec_reserve(&w->postings, starts[lists] + 1);
}

/* Afterwards starts[i] is where list i ends. */
static void deal(struct pair_writer *w)
{
	uint64_t *starts = w->starts.v;
	size_t lists = w->starts.len - 1;
	for (unsigned i = 0; i < w->threads; i++) {
		const struct pair_finder *f = &w->finders[i];
		size_t k = 0;
		for (size_t d = 0; d < f->docs.len; d++)
			for (; k < f->docs.v[d].end; k++)
				if (f->lists.v[k] < lists)
					w->postings.v[starts[f->lists.v[k]]++] =
						f->docs.v[d].doc;
	}
}

/* Lists of the next first stems; false if there are none left. */
static bool fill(struct pair_writer *w)
{
	uint32_t left = stem_count(w) - w->to;
	w->at = w->begin = 0;
	w->starts.len = 0;
	if (left == 0 || w->status != OK)
		return false;
	uint32_t most = LISTS_MAX / stem_count(w) + 1;
	find_all(w, most < left ? most : left);
	for (unsigned i = 0; i < w->threads; i++)
		if (w->status == OK)
			w->status = w->finders[i].status;
	if (w->status == OK)
		w->status = count_lists(w);
	if (w->status == OK)
		deal(w);
	for (unsigned i = 0; i < w->threads; i++)
		pair_finder_release(&w->finders[i]);
	return w->status == OK;
}

enum status pair_writer_begin(struct pair_writer *w, uint32_t docs,
	unsigned threads, struct error *err)
{
	enum status status = w->status;
	w->limit = docs;
	w->threads = threads < PAIR_THREADS ? threads : PAIR_THREADS;
	if (status == OK)
		status = w->texts.status;
	if (status == OK)
		status = vec_reserve(&w->bytes, w->stems.len);
	if (status != OK)
		return error_set(err, status, "cannot pair words: %s",
			status_text(status));
	status = spool_map(&w->spool, &w->all, err);
	size_t from = 0;
	for (size_t i = 0; i < w->stems.len && status == OK; i++) {
		size_t end = (size_t)w->stems.v[i].end;
		w->bytes.v[i] = str_slice(w->all, from, end);
		from = end;
	}
	return status;
}

bool pair_writer_next(struct pair_writer *w)
{
	for (;;) {
		while (w->at + 1 < w->starts.len &&
			w->starts.v[w->at] == w->begin)
			w->at++;
		if (w->at + 1 < w->starts.len)
			break;
		if (!fill(w))
			return false;
	}
	uint32_t n = pair_columns(stem_count(w));
	buf_clear(&w->scratch);
	w->term = pair_put(&w->scratch, stem_text(w, w->from + w->at / n - 1),
		stem_text(w, w->at % n - 1));
	w->docs = w->postings.v + w->begin;
	w->count = (uint32_t)(w->starts.v[w->at] - w->begin);
	w->begin = w->starts.v[w->at];
	w->status = w->scratch.status;
	return w->status == OK;
}

void pair_writer_close(struct pair_writer *w)
{
	spool_close(&w->spool);
	buf_release(&w->texts);
	buf_release(&w->scratch);
	vec_release(&w->stems);
	vec_release(&w->bytes);
	vec_release(&w->starts);
	vec_release(&w->postings);
}
