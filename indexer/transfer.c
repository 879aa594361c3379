/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/transfer.h"
#include "common/index/glass.h"
#include "indexer/claim.h"
#include "indexer/records.h"

struct convert {
	struct transfer *asked;
	struct records from;
	struct settings settings;
	struct writer to;
};

static enum status open_target(struct convert *c, struct error *err)
{
	struct writer_options options = c->asked->to;
	c->settings = c->from.manifest->settings;
	c->settings.analyzer = writer_defaults().analyzer;
	if (!options.engine)
		options.engine = options.shards ? "xapian" : "native";
	options.settings = &c->settings;
	options.keep = true;
	enum status status = writer_open(&c->to, &options, err);
	if (status != OK || c->to.fresh)
		return status;
	writer_close(&c->to);
	return error_set(err, ERR_INVALID,
		"%s is an index already; give convert a new folder",
		options.folder);
}

/* Folders and files go on being known, so that a sync goes on. */
static enum status take_sources(
	struct convert *c, const char *folder, struct error *err)
{
	const struct manifest *m = c->from.manifest;
	struct sources old = {0};
	enum status status =
		sources_read(&old, folder, m->sources, m->source_count, err);
	if (status != OK)
		return status;
	for (size_t i = 0; i < old.v.len && status == OK; i++)
		if (old.v.v[i].hash)
			status = sources_put(&c->to.sources,
				sources_path(&old, &old.v.v[i]), &old.v.v[i]);
	sources_release(&old);
	c->to.next.roots = m->roots;
	c->to.next.root_count = m->root_count;
	return status == OK ? OK : error_set(err, status, "out of memory");
}

static enum status copy(struct convert *c, struct error *err)
{
	const struct record *r;
	enum status status;
	while ((status = records_next(&c->from, &r, err)) == OK && r) {
		status = writer_record(&c->to, r->id, c->from.bytes, err);
		if (status != OK)
			break;
	}
	return status == OK ? writer_commit(&c->to, err) : status;
}

static enum status run(struct convert *c, const char *folder, struct error *err)
{
	struct lock lock = {.fd = -1};
	/* two commits of a writer take what is being read away from Xapian */
	enum status status = glass_shards(folder)
				     ? claim_take(&lock, folder,
					       c->asked->to.lock_timeout, err)
				     : OK;
	if (status == OK)
		status = records_open(&c->from, folder, err);
	if (status != OK) {
		lock_release(&lock);
		return status;
	}
	status = open_target(c, err);
	if (status == OK) {
		status = take_sources(c, folder, err);
		if (status == OK)
			status = copy(c, err);
		c->asked->docs = c->to.docs;
		writer_close(&c->to);
	}
	records_close(&c->from);
	lock_release(&lock);
	return status;
}

enum status transfer(struct transfer *t, struct error *err)
{
	struct convert c = {.asked = t};
	return run(&c, t->folder, err);
}
