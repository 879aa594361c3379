/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/errand.h"
#include "common/index/glass.h"
#include "common/text/language.h"
#include "indexer/crew.h"

#include <limits.h>
#include <time.h>

static enum status check_weights(const unsigned weights[3], struct error *err)
{
	bool none = !weights[0] && !weights[1] && !weights[2];
	for (unsigned i = 0; i < 3 && !none; i++)
		if (weights[i] < 1 || weights[i] > WEIGHT_MAX)
			return error_set(err, ERR_INVALID,
				"a weight is %u; it can be 1 to %d, or all "
				"three 0",
				weights[i], WEIGHT_MAX);
	return OK;
}

static enum status check(const struct meju_writer_options *o, struct error *err)
{
	if (border_given(o->language) &&
		language_find(str_from(o->language)) == LANGUAGE_NONE)
		return error_set(err, ERR_INVALID, "there is no language '%s'",
			o->language);
	if (border_given(o->engine) && strcmp(o->engine, "native") != 0 &&
		strcmp(o->engine, "xapian") != 0)
		return error_set(err, ERR_INVALID,
			"there is no engine '%s'; it can be native or xapian",
			o->engine);
	if (o->shards > GLASS_SHARDS_MAX)
		return error_set(err, ERR_LIMIT,
			"an index cannot have %u shards; it can have %d",
			o->shards, GLASS_SHARDS_MAX);
	if (o->lock_timeout > INT_MAX)
		return error_set(err, ERR_LIMIT,
			"%u seconds are too long to wait for another writer",
			o->lock_timeout);
	return check_weights(o->weights, err);
}

/* A copy, or NULL for nothing. */
static const char *keep(struct errand *a, const char *s, enum status *status)
{
	return border_given(s) ? border_string(&a->arena, str_from(s), status)
			       : NULL;
}

enum status errand_take(struct errand *a,
	const struct meju_writer_options *options, struct error *err)
{
	struct meju_writer_options *o = &a->given;
	enum status status = border_options(
		o, sizeof *o, options, "struct meju_writer_options", err);
	if (status == OK)
		status = check(o, err);
	if (status != OK)
		return status;
	unsigned threads = o->threads ? o->threads : crew_usual();
	a->wish = (struct stop_wish){o->cancelled, o->data};
	a->options = (struct writer_options){
		.threads = threads < CREW_MAX ? threads : CREW_MAX,
		.memory = o->memory ? o->memory : WRITER_MEMORY,
		.language = keep(a, o->language, &status),
		.site = keep(a, o->site, &status),
		.permalink = keep(a, o->permalink, &status),
		.weights = {o->weights[0], o->weights[1], o->weights[2]},
		.engine = keep(a, o->engine, &status),
		.shards = o->shards,
		.lock_timeout = o->lock_timeout,
		.with_drafts = o->drafts,
		.dry_run = o->dry_run,
		.replace = true,
		.now = time(NULL),
		.message = errand_message,
		.progress = errand_progress,
		.data = a};
	return status;
}

const struct stop_wish *errand_begin(struct errand *a)
{
	return stop_listen(a->given.cancelled ? &a->wish : NULL);
}

void errand_end(const struct stop_wish *before)
{
	stop_listen(before);
}

void errand_message(void *data, struct str sentence)
{
	struct errand *a = data;
	if (!a->given.message)
		return;
	buf_clear(&a->sentence);
	buf_put_str(&a->sentence, sentence);
	buf_putc(&a->sentence, '\0');
	if (a->sentence.status == OK)
		a->given.message(a->given.data, a->sentence.p);
}

void errand_progress(void *data, uint64_t documents, uint64_t bytes)
{
	struct errand *a = data;
	if (a->given.progress)
		a->given.progress(a->given.data, documents, bytes);
}

void errand_release(struct errand *a)
{
	arena_release(&a->arena);
	buf_release(&a->sentence);
	*a = (struct errand){0};
}
