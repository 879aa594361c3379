/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/oracle/shelf.h"
#include "common/index/glass.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void put_terms(
	struct xap_doc *doc, const struct naive *n, const struct naive_doc *d)
{
	for (size_t i = 0; i < d->postings.len; i++) {
		const struct naive_posting *x = &d->postings.v[i];
		assert_int_equal(
			glass_put_term(doc, map_key(&n->terms, x->term), x->tf,
				x->positions.v, (uint32_t)x->positions.len),
			OK);
	}
}

/* The naive documents are those of the leaves, in order. */
static void put_leaf(struct xap_writer **writers, uint32_t shards,
	const struct leaf *leaf, const struct naive *n, size_t *at)
{
	struct stored_reader reader = {0};
	struct arena arena = {0};
	for (uint32_t i = 0; i < leaf->segment.docs; i++) {
		const struct naive_doc *d = &n->docs.v[*at];
		struct error err = {0};
		struct record record;
		struct xap_doc *doc;
		struct str bytes;
		if (!live_has(&leaf->live, i))
			continue;
		assert_int_equal(
			stored_get(&reader, &leaf->stored, i, &bytes, &err),
			OK);
		assert_int_equal(record_get(bytes, &arena, &record), OK);
		assert_int_equal(xap_doc_new(&doc), OK);
		put_terms(doc, n, d);
		assert_int_equal(
			glass_put_record(doc, &record, bytes, d->ordinal), OK);
		if (xap_writer_add(writers[glass_shard(record.id, shards)], doc,
			    NULL, &err) != OK)
			fail_msg("%s", err.text);
		xap_doc_free(doc);
		++*at;
	}
	stored_reader_release(&reader);
	arena_release(&arena);
}

static void say(struct xap_writer *w, const struct settings *settings,
	uint32_t shard, uint32_t shards)
{
	const struct glass_info info = {.settings = *settings,
		.index = {1, 2},
		.shard = shard,
		.shards = shards,
		.generation = 1};
	struct buf bytes = {0};
	struct error err = {0};
	glass_info_put(&info, &bytes);
	if (xap_writer_set_metadata(w, STR(GLASS_KEY), buf_str(&bytes), &err) !=
			OK ||
		xap_writer_close(w, &err) != OK)
		fail_msg("%s", err.text);
	xap_writer_free(w);
	buf_release(&bytes);
}

void shelf_make(struct shelf *g, const char *folder, uint32_t shards,
	const struct searcher *s, const struct naive *n)
{
	const struct settings *settings = &s->snapshots[0].manifest.settings;
	struct xap_writer *writers[SHELF_SHARDS_MAX];
	const struct manifest manifest = {
		.generation = 1, .settings = *settings};
	struct error err = {0};
	size_t at = 0;
	*g = (struct shelf){.shards = shards};
	snprintf(g->folder, sizeof g->folder, "%s/glass%u", folder, shards);
	remove_tree(g->folder);
	assert_int_equal(mkdir(g->folder, 0700), 0);
	for (uint32_t i = 0; i < shards; i++) {
		char path[300];
		glass_path(path, sizeof path, g->folder, i, shards);
		if (xap_writer_open(path, NULL, &writers[i], &err) != OK)
			fail_msg("%s", err.text);
	}
	for (uint32_t i = 0; i < s->leaf_count; i++)
		put_leaf(writers, shards, s->leaves[i], n, &at);
	for (uint32_t i = 0; i < shards; i++)
		say(writers[i], settings, i, shards);
	if (manifest_write(&manifest, g->folder, &err) != OK)
		fail_msg("%s", err.text);
}

/* A port that nobody has now. */
static int free_port(void)
{
	struct sockaddr_in a = {.sin_family = AF_INET};
	socklen_t len = sizeof a;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&a, sizeof a), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&a, &len), 0);
	close(fd);
	return ntohs(a.sin_port);
}

static bool answers(int port)
{
	struct sockaddr_in a = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bool yes = connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
	close(fd);
	return yes;
}

void shelf_start(struct shelf *g, uint32_t shard)
{
	char path[300], port[16];
	glass_path(path, sizeof path, g->folder, shard, g->shards);
	snprintf(port, sizeof port, "%d", g->ports[shard]);
	g->servers[shard] = fork();
	if (g->servers[shard] == 0) {
		setpgid(0, 0);                    /* with those it forks */
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* if the test fails   */
		int null = open("/dev/null", O_RDWR);
		dup2(null, 1);
		dup2(null, 2);
		execlp("xapian-tcpsrv", "xapian-tcpsrv", "--quiet",
			"--interface", "127.0.0.1", "--port", port, path,
			(char *)NULL);
		_exit(127);
	}
	setpgid(g->servers[shard], g->servers[shard]);
	for (int i = 0; i < 500 && !answers(g->ports[shard]); i++)
		usleep(10000);
}

void shelf_stop(struct shelf *g, uint32_t shard)
{
	if (g->servers[shard] <= 0)
		return;
	kill(-g->servers[shard], SIGKILL);
	waitpid(g->servers[shard], NULL, 0);
	g->servers[shard] = 0;
}

bool shelf_serve(struct shelf *g)
{
	if (system("command -v xapian-tcpsrv >/dev/null") != 0) {
		printf("there is no xapian-tcpsrv: no servers are searched\n");
		return false;
	}
	for (uint32_t i = 0; i < g->shards; i++) {
		g->ports[i] = free_port();
		snprintf(g->texts[i], sizeof g->texts[i], "127.0.0.1:%d",
			g->ports[i]);
		g->addresses[i] = g->texts[i];
		shelf_start(g, i);
	}
	return true;
}

void shelf_release(struct shelf *g)
{
	for (uint32_t i = 0; i < g->shards; i++)
		shelf_stop(g, i);
	remove_tree(g->folder);
}
