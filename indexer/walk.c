/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/walk.h"
#include "common/base/stop.h"
#include "indexer/parse/parse.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static struct str below(const char *path, size_t root)
{
	struct str name = str_from(path + root);
	while (name.len && name.p[0] == '/')
		name = str_slice(name, 1, name.len);
	return name;
}

static void complain_about(const FTSENT *e,
	void (*complain)(void *data, struct str sentence), void *data)
{
	struct error err;
	error_set(&err, ERR_IO, "cannot read %s: %s; skipped", e->fts_path,
		e->fts_info == FTS_DC ? "it is a loop of folders"
				      : strerror(e->fts_errno));
	complain(data, str_from(err.text));
}

/* Is it no longer where it was found? */
static bool is_gone(const FTSENT *e, bool part)
{
	return e->fts_info != FTS_DC && e->fts_errno == ENOENT &&
	       (part || e->fts_level > 0);
}

static bool is_unread(const FTSENT *e)
{
	return e->fts_info == FTS_DNR || e->fts_info == FTS_NS ||
	       e->fts_info == FTS_ERR || e->fts_info == FTS_DC;
}

/* NULL at the end, and when it fails: then errno tells. */
static FTSENT *next(FTS *fts)
{
	errno = 0;
	return fts_read(fts);
}

enum status walk(const char *root, const char *part,
	enum status (*found)(
		void *data, const struct walk_file *f, struct error *err),
	void (*complain)(void *data, struct str sentence), void *data,
	struct error *err)
{
	char path[4096];
	int len = snprintf(path, sizeof path, "%s%s%s", root, part ? "/" : "",
		part ? part : "");
	if (len >= (int)sizeof path)
		return part ? OK
			    : error_set(err, ERR_LIMIT,
				      "the path %s is too long", root);
	char *roots[] = {path, NULL};
	FTS *fts = fts_open(roots,
		FTS_PHYSICAL | FTS_NOCHDIR | (part ? 0 : FTS_COMFOLLOW),
		by_name);
	if (!fts)
		return error_errno(err, "cannot read %s", root);
	enum status status = OK;
	for (FTSENT *e; status == OK && (e = next(fts));) {
		if (stop_check() != OK)
			status = error_set(err, ERR_STOPPED, "%s",
				status_text(ERR_STOPPED));
		bool hidden = e->fts_level > 0 && e->fts_name[0] == '.';
		if (hidden) {
			fts_set(fts, e, FTS_SKIP);
			continue;
		}
		if (is_unread(e) && e->fts_errno == ENOMEM)
			status = error_set(err, ERR_NOMEM,
				"out of memory reading %s", e->fts_path);
		else if (is_unread(e) && !is_gone(e, part))
			complain_about(e, complain, data);
		if (e->fts_info != FTS_F)
			continue;
		struct walk_file f = {.path = e->fts_path,
			.name = e->fts_level || part
					? below(e->fts_path, strlen(root))
					: str_from(e->fts_name),
			.size = (uint64_t)e->fts_statp->st_size,
			.modified = e->fts_statp->st_mtim.tv_sec *
					    INT64_C(1000000000) +
				    e->fts_statp->st_mtim.tv_nsec};
		if (status == OK && form_find(f.name))
			status = found(data, &f, err);
	}
	if (status == OK && errno)
		status = error_errno(err, "cannot read %s", root);
	fts_close(fts);
	return status;
}
