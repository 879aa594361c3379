/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/watcher.h"
#include "tests/support/test.h"

#include <sys/stat.h>

#include <errno.h>
#include <sys/inotify.h>
#include <sys/syscall.h>
#include <unistd.h>

static char folder[64];
static int refusal_to_begin, refusal; /* each an errno, or 0 */

/* In the place of the C library's. */
int inotify_init1(int flags)
{
	errno = refusal_to_begin;
	return errno ? -1 : (int)syscall(SYS_inotify_init1, flags);
}

int inotify_add_watch(int fd, const char *path, uint32_t mask)
{
	errno = refusal;
	return errno ? -1 : (int)syscall(SYS_inotify_add_watch, fd, path, mask);
}

static const char *at(const char *name)
{
	static char path[128];
	snprintf(path, sizeof path, "%s/root/%s", folder, name);
	return path;
}

static int begin(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	assert_int_equal(mkdir(at(""), 0777), 0);
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_tree(folder);
	return 0;
}

static void open_root(struct watcher *w)
{
	static char root[80];
	char *paths[] = {root};
	struct error err = {0};
	snprintf(root, sizeof root, "%s/root", folder);
	if (watcher_open(w, paths, 1, &err) != OK)
		fail_msg("%s", err.text);
	watcher_forget(w);
}

static const struct watcher_root *wait_for(struct watcher *w)
{
	struct error err = {0};
	bool more;
	if (watcher_wait(w, &more, &err) != OK)
		fail_msg("%s", err.text);
	assert_true(more);
	return &w->roots.v[0];
}

static bool has(const struct watcher_root *r, const char *path)
{
	return map_find(&r->changed, str_from(path)) != MAP_NONE;
}

static void what_changes(void **state)
{
	(void)state;
	struct watcher w;
	open_root(&w);
	write_all(at("a.md"), STR("a"));
	write_all(at("a.o"), STR("not ours"));
	write_all(at(".hidden.md"), STR("nor this"));
	assert_int_equal(mkdir(at("sub"), 0777), 0);
	const struct watcher_root *r = wait_for(&w);
	assert_false(r->whole);
	assert_int_equal(r->changed.count, 2);
	assert_true(has(r, "a.md") && has(r, "sub"));
	watcher_forget(&w);
	assert_false(watcher_has_news(&w));
	write_all(at("sub/b.md"), STR("b"));
	r = wait_for(&w);
	assert_int_equal(r->changed.count, 1);
	assert_true(has(r, "sub/b.md"));
	assert_true(watcher_covers(&r->changed, STR("sub/b.md")));
	assert_true(watcher_covers(&r->changed, STR("sub/b.md/c")));
	assert_false(watcher_covers(&r->changed, STR("sub/b.m")));
	assert_false(watcher_covers(&r->changed, STR("sub")));
	watcher_close(&w);
}

/* More happens than the system keeps count of. */
static void too_much(void **state)
{
	(void)state;
	struct buf most = read_all("/proc/sys/fs/inotify/max_queued_events");
	unsigned long count = strtoul(most.p, NULL, 10);
	struct watcher w;
	buf_release(&most);
	if (count > 100000)
		skip();
	write_all(at("c.md"), STR("c"));
	write_all(at("d.md"), STR("d"));
	open_root(&w);
	for (unsigned long i = 0; i < count; i++)
		assert_int_equal(chmod(at(i % 2 ? "c.md" : "d.md"), 0666), 0);
	assert_int_equal(mkdir(at("late"), 0777), 0);
	assert_true(wait_for(&w)->whole);
	watcher_forget(&w);
	write_all(at("late/e.md"), STR("e"));
	assert_true(has(wait_for(&w), "late/e.md"));
	watcher_close(&w);
}

static void refusals(void **state)
{
	(void)state;
	static const struct {
		int to_begin, at_folder;
		const char *sentence;
	} cases[] = {
		{ENOMEM, 0, "cannot watch folders: Cannot allocate memory"},
		{EMFILE, 0,
			"cannot watch folders: this user's watchers are used "
			"up; raise the sysctl fs.inotify.max_user_instances"},
		{0, ENOSPC,
			": this user's folders that may be watched are "
			"used up; raise the sysctl "
			"fs.inotify.max_user_watches"},
		{0, ENOMEM, "out of memory watching "},
	};
	char *paths[] = {folder};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct watcher w;
		struct error err = {0};
		refusal_to_begin = cases[i].to_begin;
		refusal = cases[i].at_folder;
		assert_int_not_equal(watcher_open(&w, paths, 1, &err), OK);
		refusal_to_begin = refusal = 0;
		if (!strstr(err.text, cases[i].sentence))
			fail_msg("'%s', not '%s'", err.text, cases[i].sentence);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changes),
		cmocka_unit_test(too_much),
		cmocka_unit_test(refusals),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
