/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fault/disk.h"
#include "tests/fault/folder.h"
#include "tests/support/test.h"

#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NODES_MAX = 512, NAMES_MAX = 128, CHANGES_MAX = 512, NAME = 96 };

/* A file, whatever it is called. */
struct node {
	struct buf bytes; /* as last looked at       */
	struct buf safe;  /* as last synced          */
	bool dirty;       /* written since           */
	bool was_synced;
};

struct names {
	struct {
		char name[NAME];
		int node;
	} v[NAMES_MAX];
	int count;
};

struct change {
	enum { CREATED, RENAMED, UNLINKED } what;
	char name[NAME], to[NAME];
	int node;
};

static struct {
	char folder[NAME], copies[NAME];
	unsigned combinations, made;
	struct rng rng;
	struct node nodes[NODES_MAX];
	int node_count;
	struct names now, safe;
	struct change changes[CHANGES_MAX];
	int change_count;
	bool folder_is_safe;
	bool begun;
} d;

static void require(bool good)
{
	if (!good)
		abort();
}

/* The name of what is in the folder, from there on; "" for the folder itself,
 * NULL for all else. */
static const char *inside(const char *path)
{
	size_t len = strlen(d.folder);
	const char *name = NULL;
	for (const char *p = path; d.begun && p; p = strchr(p, '/')) {
		p += *p == '/';
		if (strncmp(p, d.folder, len) == 0 &&
			(p[len] == '/' || p[len] == '\0'))
			name = p + len + (p[len] == '/');
	}
	return name;
}

static bool is_in(const char *name, const char *folder)
{
	size_t len = strlen(folder);
	const char *slash = strrchr(name, '/');
	return slash ? len == (size_t)(slash - name) &&
			       memcmp(name, folder, len) == 0
		     : len == 0;
}

static int find(const struct names *n, const char *name)
{
	for (int i = 0; i < n->count; i++)
		if (strcmp(n->v[i].name, name) == 0)
			return i;
	return -1;
}

static void put(struct names *n, const char *name, int node)
{
	int at = find(n, name);
	if (at < 0) {
		at = n->count++;
		require(at < NAMES_MAX);
		require(snprintf(n->v[at].name, NAME, "%s", name) < NAME);
	}
	n->v[at].node = node;
}

static void drop(struct names *n, const char *name)
{
	int at = find(n, name);
	if (at >= 0)
		n->v[at] = n->v[--n->count];
}

static void copy(struct buf *to, const struct buf *from)
{
	buf_clear(to);
	buf_put(to, from->p, from->len);
	require(to->status == OK);
}

/* Look at the bytes of a file that has a name. */
static void look(const char *name)
{
	char path[2 * NAME];
	int at = find(&d.now, name);
	if (at < 0)
		return;
	struct node *n = &d.nodes[d.now.v[at].node];
	if (!n->dirty)
		return;
	snprintf(path, sizeof path, "%s/%s", d.folder, name);
	buf_release(&n->bytes);
	n->bytes = folder_read(path);
}

static struct change *add_change(void)
{
	require(d.change_count < CHANGES_MAX);
	struct change *c = &d.changes[d.change_count++];
	*c = (struct change){0};
	return c;
}

/* ---- events ---- */

void disk_made(const char *path, const char *unused)
{
	(void)unused;
	if (strcmp(path, d.folder) == 0)
		d.folder_is_safe = false;
}

void disk_created(const char *path, const char *unused)
{
	(void)unused;
	const char *name = inside(path);
	if (!name || !name[0])
		return;
	require(d.node_count < NODES_MAX);
	int node = d.node_count++;
	d.nodes[node] = (struct node){.dirty = true};
	put(&d.now, name, node);
	struct change *c = add_change();
	c->what = CREATED;
	c->node = node;
	snprintf(c->to, NAME, "%s", name);
}

void disk_written(const char *path, const char *unused)
{
	(void)unused;
	const char *name = inside(path);
	int at = name ? find(&d.now, name) : -1;
	if (at >= 0)
		d.nodes[d.now.v[at].node].dirty = true;
}

static void file_synced(const char *name)
{
	int at = find(&d.now, name);
	if (at < 0)
		return;
	look(name);
	struct node *n = &d.nodes[d.now.v[at].node];
	copy(&n->safe, &n->bytes);
	n->was_synced = true;
	n->dirty = false;
}

static void apply(struct names *n, const struct change *c)
{
	if (c->what != CREATED)
		drop(n, c->name);
	if (c->what != UNLINKED)
		put(n, c->to, c->node);
}

static const char *name_of(const struct change *c)
{
	return c->what == UNLINKED ? c->name : c->to;
}

static void folder_synced(const char *folder)
{
	int left = 0;
	for (int i = 0; i < d.change_count; i++)
		if (is_in(name_of(&d.changes[i]), folder))
			apply(&d.safe, &d.changes[i]);
		else
			d.changes[left++] = d.changes[i];
	d.change_count = left;
}

void disk_synced(const char *path, const char *unused)
{
	(void)unused;
	char here[4096];
	const char *name = inside(path);
	if (name && find(&d.now, name) >= 0)
		file_synced(name);
	else if (name)
		folder_synced(name);
	else if (getcwd(here, sizeof here) && strcmp(here, path) == 0)
		d.folder_is_safe = true;
}

void disk_renamed(const char *from, const char *to)
{
	const char *a = inside(from), *b = inside(to);
	int at = a ? find(&d.now, a) : -1;
	if (at < 0 || !b)
		return;
	look(a);
	look(b);
	struct change *c = add_change();
	c->what = RENAMED;
	c->node = d.now.v[at].node;
	snprintf(c->name, NAME, "%s", a);
	snprintf(c->to, NAME, "%s", b);
	drop(&d.now, a);
	put(&d.now, b, c->node);
}

void disk_unlinked(const char *path, const char *unused)
{
	(void)unused;
	const char *name = inside(path);
	if (!name || find(&d.now, name) < 0)
		return;
	look(name);
	struct change *c = add_change();
	c->what = UNLINKED;
	snprintf(c->name, NAME, "%s", name);
	drop(&d.now, name);
}

/* ---- copies ---- */

enum fate { ALL_LOST, ALL_DONE, BY_CHANCE };

static bool is_done(enum fate fate)
{
	return fate == BY_CHANCE ? rng_below(&d.rng, 2) : fate == ALL_DONE;
}

static void change_names(struct names *n, enum fate fate)
{
	*n = d.safe;
	for (int i = 0; i < d.change_count; i++)
		if (is_done(fate))
			apply(n, &d.changes[i]);
}

/* The folders that a file is in. */
static void make_folders(char *path)
{
	for (char *p = strchr(path, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		mkdir(path, 0777);
		*p = '/';
	}
}

/* Bytes of a file that was not synced; false: it has gone. */
static bool damage(const struct node *n, struct buf *b)
{
	copy(b, &n->bytes);
	switch (rng_below(&d.rng, 7)) {
	case 0:
		return false;
	case 1:
		if (b->len)
			memset(b->p, 0, b->len);
		break;
	case 2:
		b->len /= 2;
		break;
	case 3:
		break;
	case 4:
		if (b->len)
			b->p[rng_below(&d.rng, b->len)] ^=
				(char)(1 << rng_below(&d.rng, 8));
		break;
	case 5:
		b->len = 0;
		break;
	default:
		if (n->was_synced)
			copy(b, &n->safe);
	}
	return true;
}

static void put_copy(const char *to, enum fate fate)
{
	static struct names n;
	struct buf b = {0};
	change_names(&n, fate);
	for (int i = 0; i < n.count; i++) {
		const struct node *node = &d.nodes[n.v[i].node];
		char path[4 * NAME];
		snprintf(path, sizeof path, "%s/%s", to, n.v[i].name);
		make_folders(path);
		if (node->dirty && fate != ALL_DONE) {
			if (damage(node, &b))
				folder_write(path, buf_str(&b));
		} else {
			folder_write(path, buf_str(&node->bytes));
		}
	}
	buf_release(&b);
}

static void make_copies(const char *kind)
{
	char path[2 * NAME];
	for (int i = 0; i < d.now.count; i++)
		look(d.now.v[i].name);
	for (unsigned i = 0; i < d.combinations; i++) {
		enum fate fate = i < BY_CHANCE ? (enum fate)i : BY_CHANCE;
		bool none = !d.folder_is_safe && !is_done(fate);
		snprintf(path, sizeof path, "%s/%s.%u%s", d.copies, kind,
			d.made++, none ? ".none" : "");
		require(mkdir(path, 0777) == 0);
		if (!none)
			put_copy(path, fate);
	}
}

void disk_about_to(const char *what, const char *unused)
{
	(void)what, (void)unused;
	make_copies("early");
}

void disk_begin(const char *folder, const char *copies, unsigned combinations,
	uint64_t seed)
{
	struct folder f;
	for (int i = 0; i < d.node_count; i++) {
		buf_release(&d.nodes[i].bytes);
		buf_release(&d.nodes[i].safe);
	}
	memset(&d, 0, sizeof d);
	snprintf(d.folder, sizeof d.folder, "%s", folder);
	snprintf(d.copies, sizeof d.copies, "%s", copies);
	d.combinations = combinations;
	rng_init(&d.rng, seed);
	d.folder_is_safe = access(folder, F_OK) == 0;
	folder_load(&f, folder);
	for (size_t i = 0; i < f.files.len; i++) {
		int node = d.node_count++;
		copy(&d.nodes[node].bytes, &f.files.v[i].bytes);
		copy(&d.nodes[node].safe, &f.files.v[i].bytes);
		d.nodes[node].was_synced = true;
		put(&d.now, f.files.v[i].name, node);
	}
	folder_release(&f);
	d.safe = d.now;
	d.begun = true;
}

void disk_end(void)
{
	make_copies("last");
}
