/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/merge_terms.h"
#include "common/base/stop.h"

#include <stdlib.h>

enum { JOB_BYTES = 1 << 18 }; /* of lists and of what is known of them */

struct merge {
	const struct join_leaf *joined;
	struct builder *builder;
	struct crew *crew;
	struct join joins[CREW_MAX]; /* by worker */
	enum status status;
};

struct terms_job_term {
	uint32_t len, sources;
};

/* Neighbouring terms. */
struct terms_job {
	struct job job;
	struct merge *of;
	VEC(struct terms_job_term) terms;
	VEC(struct term_source) sources; /* of all, end to end */
	struct buf texts;                /* the same           */
	uint64_t bytes;
	struct builder_run run;
	enum status status;
};

static bool has_pair(struct str term)
{
	return term.p[0] == TERM_WORD || term.p[0] == TERM_STEM;
}

static enum status encode(struct terms_job *j, struct join *join,
	struct str term, const struct term_source *sources, size_t count)
{
	const struct merge *of = j->of;
	enum term_kind kind = (enum term_kind)(unsigned char)term.p[0];
	struct builder_postings p;
	bool same = false;
	enum status status = OK;
	if (has_pair(term))
		status = join_is_pair(of->joined, sources, count, &same);
	if (status != OK || (same && kind == TERM_WORD))
		return status;
	status = join_make(join, of->joined, sources, count, kind, &p);
	if (status != OK || p.count == 0)
		return status;
	return builder_encode(of->builder, term, same, &p, &j->run);
}

static void work(struct job *job, unsigned worker)
{
	struct terms_job *j = (struct terms_job *)job;
	const char *text = j->texts.p;
	const struct term_source *s = j->sources.v;
	for (size_t i = 0; i < j->terms.len && j->status == OK; i++) {
		struct terms_job_term t = j->terms.v[i];
		j->status = encode(j, &j->of->joins[worker],
			(struct str){text, t.len}, s, t.sources);
		text += t.len;
		s += t.sources;
	}
}

static void job_free(struct terms_job *j)
{
	vec_release(&j->terms);
	vec_release(&j->sources);
	buf_release(&j->texts);
	builder_run_release(&j->run);
	free(j);
}

static void finish(struct job *job)
{
	struct terms_job *j = (struct terms_job *)job;
	struct merge *of = j->of;
	if (of->status == OK)
		of->status = j->status;
	if (of->status == OK)
		builder_put_run(of->builder, &j->run);
	job_free(j);
}

static enum status put_term(struct terms_job *j, const struct term_walk *w)
{
	size_t n = w->sources.len;
	struct terms_job_term t = {(uint32_t)w->term.len, (uint32_t)n};
	enum status status = vec_push(&j->terms, t);
	if (status == OK)
		status = vec_reserve(&j->sources, j->sources.len + n);
	if (status != OK)
		return status;
	memcpy(j->sources.v + j->sources.len, w->sources.v,
		n * sizeof *w->sources.v);
	j->sources.len += n;
	buf_put_str(&j->texts, w->term);
	j->bytes += n * sizeof *w->sources.v;
	for (size_t i = 0; i < n; i++)
		j->bytes += w->sources.v[i].info.postings_len +
			    w->sources.v[i].info.positions_len;
	return j->texts.status;
}

/* Pairs of stems are the last, and the builder finds them anew. */
static bool goes_on(const struct term_walk *w)
{
	return w->valid && (uint8_t)w->term.p[0] < TERM_PAIR;
}

/* The walk's next terms as a job; NULL at the end. */
static struct terms_job *gather(struct merge *of, struct term_walk *w)
{
	bool more = goes_on(w);
	struct terms_job *j = more ? calloc(1, sizeof *j) : NULL;
	if (!j) {
		of->status = more ? ERR_NOMEM : of->status;
		return NULL;
	}
	*j = (struct terms_job){
		.job = {.work = work, .finish = finish}, .of = of};
	while (goes_on(w) && j->bytes < JOB_BYTES && j->status == OK) {
		if (has_pair(w->term))
			term_walk_pair(w);
		j->status = w->status == OK ? put_term(j, w) : w->status;
		term_walk_next(w);
	}
	return j;
}

enum status merge_terms(const struct leaf *const *leaves,
	const struct join_leaf *joined, uint32_t count, struct builder *b,
	struct crew *c)
{
	struct merge of = {.joined = joined, .builder = b, .crew = c};
	struct term_walk w;
	struct terms_job *j;
	term_walk_begin(&w, leaves, count, STR(""));
	while (of.status == OK && (j = gather(&of, &w))) {
		crew_submit(c, &j->job);
		if (of.status == OK)
			of.status = stop_check();
	}
	crew_wait(c);
	if (of.status == OK)
		of.status = w.status;
	term_walk_release(&w);
	for (unsigned i = 0; i < CREW_MAX; i++)
		join_release(&of.joins[i]);
	return of.status;
}
