/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * meju_care.c - looking after an index, for other programs (common/meju.h).
 */
#include "common/index/glass.h"
#include "indexer/errand.h"
#include "indexer/copy.h"
#include "indexer/crew.h"
#include "indexer/dumper.h"
#include "indexer/inspection.h"
#include "indexer/repair.h"
#include "indexer/totals.h"
#include "indexer/transfer.h"
#include "indexer/unite.h"

/* A folder that a function cannot do without. */
static enum status need(const char *folder, struct error *err)
{
	return border_given(folder)
		       ? OK
		       : error_set(err, ERR_INVALID,
				 "say which folder the index is in");
}

/* To a function that wants a zero byte at the end, if there is one. */
static void hand_text(
	void (*take)(void *data, const char *text), void *data, struct str text)
{
	struct buf b = {0};
	buf_put_str(&b, text);
	buf_putc(&b, '\0');
	if (take && b.status == OK)
		take(data, b.p);
	buf_release(&b);
}

enum meju_status meju_stats(const char *folder, enum meju_form form,
	struct meju_text **text, struct meju_error *out)
{
	struct error err = {0};
	struct buf b = {0};
	enum status status = need(folder, &err);
	if (status == OK)
		status = totals_put(folder, form == MEJU_JSON, &b, &err);
	if (status == OK)
		status = border_text(&b, text);
	buf_release(&b);
	return border_status(status, &err, out);
}

/* ---- check ---- */

static void hand_finding(void *data, const char *sentence)
{
	const struct meju_check_options *o = data;
	if (o->finding)
		o->finding(o->data, sentence);
}

static void hand_loss(void *data, struct str what)
{
	const struct meju_check_options *o = data;
	hand_text(o->lost, o->data, what);
}

static enum status mend(
	const char *folder, struct meju_check_options *o, struct error *err)
{
	struct repair r = {.folder = folder,
		.threads = o->threads ? o->threads : crew_usual(),
		.memory = o->memory ? o->memory : WRITER_MEMORY,
		.dry_run = o->dry_run,
		.say = hand_finding,
		.lose = hand_loss,
		.data = o};
	if (r.threads > CREW_MAX)
		r.threads = CREW_MAX;
	enum status status = repair(&r, err);
	if (status == OK && (r.lost || r.doubtful || r.adopted))
		status = error_set(err, ERR_CORRUPT,
			"%s cannot be mended as it was; documents lost: "
			"%llu, segments taken in: %llu, segments whose "
			"deleted documents may be back: %llu",
			folder, (unsigned long long)r.lost,
			(unsigned long long)r.adopted,
			(unsigned long long)r.doubtful);
	return status;
}

enum meju_status meju_check(const char *folder,
	const struct meju_check_options *options, struct meju_error *out)
{
	struct meju_check_options o;
	struct error err = {0};
	enum status status = border_options(
		&o, sizeof o, options, "struct meju_check_options", &err);
	if (status == OK)
		status = need(folder, &err);
	if (status == OK && !o.repair)
		status = inspect(folder, hand_finding, &o, &err);
	else if (status == OK && glass_shards(folder))
		status = glass_refuse(folder, "mend", &err);
	else if (status == OK)
		status = mend(folder, &o, &err);
	return border_status(status, &err, out);
}

/* ---- whole indexes ---- */

static enum status merge(struct errand *a, const char *folder,
	const char *const *others, size_t count, struct error *err)
{
	struct unite u = {.folder = folder,
		.others = others,
		.other_count = count,
		.threads = a->options.threads,
		.lock_timeout = a->options.lock_timeout,
		.memory = a->options.memory,
		.dry_run = a->options.dry_run,
		.message = errand_message,
		.data = a};
	const struct stop_wish *before = errand_begin(a);
	enum status status = unite(&u, err);
	errand_end(before);
	return status;
}

enum meju_status meju_merge(const char *folder, const char *const *others,
	size_t count, const struct meju_writer_options *options,
	struct meju_error *out)
{
	struct error err = {0};
	struct errand a = {0};
	enum status status = errand_take(&a, options, &err);
	if (status == OK)
		status = need(folder, &err);
	for (size_t i = 0; i < count && status == OK; i++)
		status = need(others[i], &err);
	if (status == OK)
		status = merge(&a, folder, others, count, &err);
	errand_release(&a);
	return border_status(status, &err, out);
}

enum meju_status meju_backup(
	const char *folder, const char *to, struct meju_error *out)
{
	struct error err = {0};
	struct copy c = {.from = folder, .to = to};
	enum status status = need(folder, &err);
	if (status == OK)
		status = need(to, &err);
	if (status == OK)
		status = copy_index(&c, &err);
	return border_status(status, &err, out);
}

static enum status hand_line(void *data, struct str line, struct error *err)
{
	const struct meju_dump_options *o = data;
	return o->line && o->line(o->data, line.p, line.len)
		       ? error_set(err, ERR_STOPPED, "%s",
				 status_text(ERR_STOPPED))
		       : OK;
}

static void hand_message(void *data, struct str sentence)
{
	const struct meju_dump_options *o = data;
	hand_text(o->message, o->data, sentence);
}

enum meju_status meju_dump(const char *folder,
	const struct meju_dump_options *options, struct meju_error *out)
{
	struct meju_dump_options o;
	struct error err = {0};
	struct dumper d = {.folder = folder,
		.take = hand_line,
		.message = hand_message,
		.data = &o};
	enum status status = border_options(
		&o, sizeof o, options, "struct meju_dump_options", &err);
	if (status == OK)
		status = need(folder, &err);
	if (status == OK)
		status = dump(&d, &err);
	return border_status(status, &err, out);
}

enum meju_status meju_convert(const char *folder, const char *to,
	const struct meju_writer_options *options, struct meju_error *out)
{
	struct error err = {0};
	struct errand a = {0};
	enum status status = errand_take(&a, options, &err);
	if (status == OK)
		status = need(folder, &err);
	if (status == OK)
		status = need(to, &err);
	if (status == OK) {
		struct transfer t = {.folder = folder, .to = a.options};
		const struct stop_wish *before = errand_begin(&a);
		t.to.folder = to;
		status = transfer(&t, &err);
		errand_end(before);
	}
	errand_release(&a);
	return border_status(status, &err, out);
}
