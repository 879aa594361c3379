/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/shards.h"
#include "common/base/clock.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { TRIES_MAX = 20, PATH_BYTES = 4096 };

static bool is_server(const char *name)
{
	const char *colon = strrchr(name, ':');
	if (!colon || colon == name || !colon[1] || access(name, F_OK) == 0)
		return false;
	for (const char *p = colon + 1; *p; p++)
		if (!isdigit((unsigned char)*p))
			return false;
	return true;
}

static bool is_database(const char *name)
{
	char path[PATH_BYTES];
	int n = snprintf(path, sizeof path, "%s/iamglass", name);
	return n < PATH_BYTES && access(path, F_OK) == 0;
}

enum status shards_named(const char *name, bool *yes, struct error *err)
{
	uint32_t shards = 0;
	enum status status = OK;
	*yes = is_server(name) || is_database(name);
	if (!*yes)
		status = glass_look(name, &shards, err);
	*yes = *yes || shards > 0;
	return status;
}

static enum status add(struct shards *x, const char *name, uint32_t folder,
	bool server, struct error *err)
{
	struct shard s = {.name = arena_dup(&x->arena, str_from(name)),
		.folder = folder,
		.server = server};
	for (size_t i = 0; i < x->v.len; i++)
		if (str_eq(x->v.v[i].name, s.name))
			return error_set(err, ERR_INVALID,
				"%s is named twice; name it once", name);
	if (!s.name.p || vec_push(&x->v, s) != OK)
		return error_set(err, ERR_NOMEM, "out of memory");
	return OK;
}

static enum status add_folder(
	struct shards *x, const char *name, uint32_t folder, struct error *err)
{
	char path[PATH_BYTES];
	uint32_t count = glass_shards(name);
	enum status status = manifest_read(&x->manifests[folder], name, err);
	for (uint32_t i = 0; i < count && status == OK; i++) {
		glass_path(path, sizeof path, name, i, count);
		status = is_database(path)
				 ? add(x, path, folder, false, err)
				 : error_set(err, ERR_NOT_FOUND,
					   "%s is missing, a part of the index "
					   "%s; name where it is instead of "
					   "the folder, or put it back",
					   path, name);
	}
	return status;
}

static enum status add_name(
	struct shards *x, const char *name, uint32_t folder, struct error *err)
{
	if (is_server(name))
		return add(x, name, folder, true, err);
	if (is_database(name))
		return add(x, name, folder, false, err);
	if (glass_shards(name) > 0)
		return add_folder(x, name, folder, err);
	return error_set(err, ERR_INVALID,
		"%s is no index of Xapian's as the others are; search those of "
		"one engine at a time",
		name);
}

/* Is a shard of the same index as the first that is known, and no other's
 * double? */
static enum status compare(const struct shards *x, const struct shard *s,
	const struct glass_info *info, struct error *err)
{
	for (size_t i = 0; i < x->v.len; i++) {
		const struct shard *t = &x->v.v[i];
		if (!t->known || t == s)
			continue;
		const char *other =
			settings_difference(&t->info.settings, &info->settings);
		if (t->info.index.low != info->index.low ||
			t->info.index.high != info->index.high)
			return error_set(err, ERR_INVALID,
				"%s and %s are of different indexes; search "
				"them one at a time",
				t->name.p, s->name.p);
		if (other || t->info.shards != info->shards)
			return error_set(err, ERR_VERSION,
				"%s and %s differ in their %s; index again",
				t->name.p, s->name.p,
				other ? other : "number of shards");
		if (t->info.shard == info->shard)
			return error_set(err, ERR_INVALID,
				"%s and %s are the same shard; name one of "
				"them",
				t->name.p, s->name.p);
	}
	return OK;
}

/* The database of a shard, and what it says of itself. */
static enum status connect(struct shards *x, struct shard *s, struct error *err)
{
	struct glass_info info;
	struct xap_db *db = NULL;
	enum status status =
		s->server ? xap_db_connect(s->name.p, &x->patience, &db, err)
			  : xap_db_open(s->name.p, &db, err);
	if (status == OK)
		status = glass_info_read(db, s->name.p, &x->arena, &info, err);
	if (status == OK)
		status = compare(x, s, &info, err);
	if (status != OK) {
		xap_db_free(db);
		return status;
	}
	s->info = info;
	s->known = true;
	s->db = db;
	x->changed = true;
	return OK;
}

static bool is_down(enum status status)
{
	return status == ERR_NETWORK || status == ERR_TIMEOUT;
}

static void drop(struct shards *x, struct shard *s)
{
	xap_db_free(s->db);
	s->db = NULL;
	s->again = clock_milliseconds() + SHARDS_PAUSE;
	x->changed = true;
}

/* Those that answer, as one. */
static enum status regroup(struct shards *x)
{
	xap_db_free(x->all);
	x->all = NULL;
	x->living_count = 0;
	enum status status = xap_db_group(&x->all);
	for (size_t i = 0; i < x->v.len && status == OK; i++) {
		if (!x->v.v[i].db)
			continue;
		x->living[x->living_count++] = (uint32_t)i;
		status = xap_db_add(x->all, x->v.v[i].db, &x->err);
	}
	return status;
}

/* Only what is not a server's silence is a failure. */
static enum status connect_all(struct shards *x, struct error *err)
{
	enum status status = OK;
	for (size_t i = 0; i < x->v.len && status == OK; i++) {
		struct shard *s = &x->v.v[i];
		status = connect(x, s, err);
		if (s->server && is_down(status)) {
			drop(x, s);
			status = OK;
		}
	}
	if (status == OK && regroup(x) != OK)
		return error_set(err, ERR_NOMEM, "out of memory");
	if (status == OK && x->living_count == 0)
		return err->status; /* its sentence is of the last */
	return status;
}

enum status shards_open(struct shards **out, const char *const *names,
	uint32_t count, uint32_t patience, struct error *err)
{
	struct error own = {0};
	struct shards *x = calloc(1, sizeof *x);
	if (!x)
		return error_set(err, ERR_NOMEM, "out of memory");
	x->owners = 1;
	x->patience.connect = x->patience.answer =
		patience ? patience : SHARDS_PATIENCE;
	x->manifests = calloc(count + 1u, sizeof *x->manifests);
	enum status status = x->manifests ? OK : ERR_NOMEM;
	for (uint32_t i = 0; i < count && status == OK; i++) {
		x->folder_count++;
		status = add_name(x, names[i], i, &own);
	}
	if (status == OK)
		x->living = calloc(x->v.len + 1, sizeof *x->living);
	if (status == OK)
		status = x->living ? connect_all(x, &own) : ERR_NOMEM;
	if (status == OK) {
		*out = x;
		return OK;
	}
	shards_close(x);
	return error_set(err, status, "%s",
		own.text[0] ? own.text : status_text(status));
}

struct shards *shards_share(struct shards *x)
{
	x->owners++;
	return x;
}

void shards_close(struct shards *x)
{
	if (!x || --x->owners > 0)
		return;
	xap_db_free(x->all);
	for (size_t i = 0; i < x->v.len; i++)
		xap_db_free(x->v.v[i].db);
	for (uint32_t i = 0; i < x->folder_count; i++)
		manifest_release(&x->manifests[i]);
	vec_release(&x->v);
	free(x->manifests);
	free(x->living);
	arena_release(&x->arena);
	buf_release(&x->notes);
	free(x);
}

void shards_begin(struct shards *x)
{
	bool more = false;
	double now = 0;
	x->tries = 0;
	buf_clear(&x->notes);
	for (size_t i = 0; i < x->v.len; i++) {
		struct shard *s = &x->v.v[i];
		struct error err;
		s->called = false;
		if (s->db)
			continue;
		now = now > 0 ? now : clock_milliseconds();
		if (now < s->again)
			continue;
		if (connect(x, s, &err) == OK)
			more = true;
		else
			s->again = clock_milliseconds() + SHARDS_PAUSE;
	}
	if (more && regroup(x) != OK)
		x->living_count = 0;
}

/* "[::1]:8000" and "::1:8000" are the same. */
static bool same_server(struct str a, struct str b)
{
	size_t i = 0, k = 0;
	while (i < a.len || k < b.len) {
		while (i < a.len && strchr("[]", a.p[i]))
			i++;
		while (k < b.len && strchr("[]", b.p[k]))
			k++;
		if (i == a.len || k == b.len)
			break;
		if (a.p[i++] != b.p[k++])
			return false;
	}
	return i == a.len && k == b.len;
}

static struct shard *find_server(struct shards *x, struct str name)
{
	for (size_t i = 0; i < x->v.len && name.len; i++)
		if (x->v.v[i].server && same_server(x->v.v[i].name, name))
			return &x->v.v[i];
	return NULL;
}

/* A connection of which nothing is known any more. */
static bool renew(struct shards *x, struct shard *s, enum status status)
{
	struct error err;
	bool once = status == ERR_NETWORK && !s->called;
	drop(x, s);
	s->called = true;
	if (once)
		(void)!connect(x, s, &err);
	return regroup(x) == OK && x->living_count > 0;
}

static bool reopen_all(struct shards *x)
{
	bool good = true;
	for (size_t i = 0; i < x->v.len && good; i++) {
		struct shard *s = &x->v.v[i];
		bool changed = false;
		if (!s->db)
			continue;
		enum status status = xap_db_reopen(s->db, &changed, &x->err);
		x->changed = x->changed || changed;
		if (s->server && is_down(status))
			good = renew(x, s, status);
		else
			good = status == OK || status == ERR_CHANGED;
	}
	return good;
}

/* Who hung up in the middle of something is not named, and where a search has
 * failed all its connections are closed: all are asked. */
static bool find_lost(struct shards *x)
{
	bool any = false, good = true;
	for (size_t i = 0; i < x->v.len && good; i++) {
		struct shard *s = &x->v.v[i];
		struct error err;
		if (!s->db || !s->server)
			continue;
		enum status status = xap_db_keep_alive(s->db, &err);
		if (status == OK)
			continue;
		any = true;
		good = renew(x, s, is_down(status) ? status : ERR_NETWORK);
	}
	/* All are there: it was a connection that has been replaced since. */
	if (!any)
		return regroup(x) == OK && x->living_count > 0;
	return good;
}

bool shards_recover(struct shards *x, enum status status)
{
	if (x->tries++ == TRIES_MAX)
		return false;
	if (status == ERR_CHANGED) {
		x->changed = true;
		return reopen_all(x);
	}
	struct shard *s = is_down(status)
				  ? find_server(x, xap_error_server(&x->err))
				  : NULL;
	if (!is_down(status))
		return false;
	if (s && !renew(x, s, status))
		return false;
	return find_lost(x);
}

void shards_follow(struct shards *x)
{
	for (size_t i = 0; i < x->v.len; i++)
		x->v.v[i].called = false;
	(void)reopen_all(x);
}

bool shards_far(const struct shards *x)
{
	for (size_t i = 0; i < x->v.len; i++)
		if (x->v.v[i].server)
			return true;
	return false;
}

void shards_note(struct shards *x, const char *sentence)
{
	if (x->notes.len && strstr(x->notes.p, sentence))
		return;
	buf_puts(&x->notes, sentence);
	buf_putc(&x->notes, '\n');
}

enum status shards_read(struct shards *x)
{
	enum status status = OK;
	struct arena arena = {0};
	for (size_t i = 0; i < x->v.len && status == OK; i++) {
		struct shard *s = &x->v.v[i];
		struct glass_info info;
		if (!s->db)
			continue;
		status = glass_info_read(
			s->db, s->name.p, &arena, &info, &x->err);
		if (status == OK)
			s->info.generation = info.generation;
	}
	arena_release(&arena);
	return status;
}

uint32_t shards_shard_of(const struct shards *x, uint32_t doc, uint32_t *own)
{
	return x->living[xap_db_shard_of(x->all, doc, own)];
}

uint32_t shards_doc(const struct shards *x, uint32_t shard, uint32_t own)
{
	for (uint32_t i = 0; i < x->living_count; i++)
		if (x->living[i] == shard)
			return (own - 1) * x->living_count + i + 1;
	return 0;
}
