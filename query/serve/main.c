/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/file.h"
#include "common/base/stop.h"
#include "query/serve/options.h"
#include "query/serve/privilege.h"
#include "query/serve/sandbox.h"
#include "query/serve/server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	EXIT_TROUBLE = 2,
	KEY_FILE_MAX = 4096,
	CONNECTIONS = 10000,
	FILES_SPARED = 64, /* for indexes, logs, sockets that listen */
	SECONDS = 10,
	DEADLINE = 1000, /* milliseconds */
	CACHE = 96 << 20,
	REPORT_EVERY = 60, /* seconds */
};

struct invocation {
	struct service_common common;
	struct server_options options;
	struct listeners listeners;
	struct server *server;
	const char *listen[LISTEN_MAX], *sockets[LISTEN_MAX];
	unsigned listen_count, socket_count;
	const char *key_file, *log, *report, *user;
	struct buf key;
	long long rate, slow;
	unsigned long files;      /* that may be open */
	unsigned wanted;          /* connections      */
	bool help, version, open; /* without a sandbox */
};

static enum status use_listen(const char *name, const char **all,
	unsigned *count, const char *value, struct error *err)
{
	if (*count == LISTEN_MAX)
		return error_set(err, ERR_LIMIT,
			"--%s can be given at most %d times", name, LISTEN_MAX);
	all[(*count)++] = value;
	return OK;
}

static enum status use_origin(
	struct service_settings *t, const char *value, struct error *err)
{
	struct str s = str_from(value);
	bool fits = str_eq(s, STR("*")) ||
		    ((str_starts(s, STR("http://")) ||
			     str_starts(s, STR("https://"))) &&
			    str_find(s, 8, '/') == s.len);
	if (!fits)
		return error_set(err, ERR_INVALID,
			"--cors takes an origin such as https://example.org, "
			"without a path, or *, not '%s'",
			value);
	if (t->origin_count == SERVICE_ORIGINS_MAX)
		return error_set(err, ERR_LIMIT,
			"--cors can be given at most %d times",
			SERVICE_ORIGINS_MAX);
	t->origins[t->origin_count++] = value;
	return OK;
}

static enum status use_url(
	struct service_settings *t, const char *value, struct error *err)
{
	t->site = str_from(value);
	while (str_ends(t->site, STR("/")))
		t->site.len--;
	size_t host = str_starts(t->site, STR("http://"))    ? 7
		      : str_starts(t->site, STR("https://")) ? 8
							     : t->site.len;
	t->root = str_slice(t->site, str_find(t->site, host, '/'), t->site.len);
	return t->root.p > t->site.p + host
		       ? OK
		       : error_set(err, ERR_INVALID,
				 "--url takes an address such as "
				 "https://search.example.org, not '%s'",
				 value);
}

static enum status use_number(const char *name, const char *value,
	long long low, long long high, unsigned *out, struct error *err)
{
	long long n = 0;
	enum status status = option_number(name, value, low, high, &n, err);
	if (status == OK)
		*out = (unsigned)n;
	return status;
}

static enum status use_option(
	void *data, size_t row, const char *value, struct error *err)
{
	struct invocation *v = data;
	struct service_settings *t = &v->common.settings;
	switch (row) {
	case SERVE_INDEX:
		if (t->folder_count == SEARCH_INDEXES_MAX)
			return error_set(err, ERR_LIMIT,
				"at most %d indexes can be searched together",
				SEARCH_INDEXES_MAX);
		t->folders[t->folder_count++] = value;
		return OK;
	case SERVE_LISTEN:
		return use_listen(
			"listen", v->listen, &v->listen_count, value, err);
	case SERVE_SOCKET:
		return use_listen(
			"socket", v->sockets, &v->socket_count, value, err);
	case SERVE_URL:
		return use_url(t, value, err);
	case SERVE_CORS:
		return use_origin(t, value, err);
	case SERVE_RATE:
		return option_number("rate", value, 1, 1000000, &v->rate, err);
	case SERVE_SLOW:
		return option_number("slow", value, 1, 1000000, &v->slow, err);
	case SERVE_MAX_AGE:
		return use_number(
			"max-age", value, 0, 31536000, &t->max_age, err);
	case SERVE_CACHE:
		return option_size("cache", value, &t->cache, err);
	case SERVE_DEADLINE:
		return use_number(
			"deadline", value, 0, 3600000, &t->deadline, err);
	case SERVE_THREADS:
		return use_number("threads", value, 1, SERVER_THREADS_MAX,
			&v->options.threads, err);
	case SERVE_CONNECTIONS:
		return use_number("connections", value, 1, 1000000,
			&v->options.connections, err);
	case SERVE_TIMEOUT:
		return use_number(
			"timeout", value, 1, 3600, &v->options.seconds, err);
	}
	const char **texts[] = {[SERVE_API_KEY] = &v->key_file,
		[SERVE_SYNONYMS] = &t->synonyms,
		[SERVE_LOG] = &v->log,
		[SERVE_REPORT] = &v->report,
		[SERVE_USER] = &v->user};
	if (row < sizeof texts / sizeof *texts && texts[row])
		*texts[row] = value;
	v->options.proxied |= row == SERVE_PROXIED;
	v->common.log.addresses |= row == SERVE_LOG_ADDRESSES;
	v->open |= row == SERVE_NO_SANDBOX;
	v->help |= row == SERVE_HELP;
	v->version |= row == SERVE_VERSION;
	return OK;
}

static enum status open_log(struct invocation *v, struct error *err)
{
	struct log *l = &v->common.log;
	l->slow = (double)v->slow;
	l->all = v->log != NULL;
	l->fd = v->slow ? STDERR_FILENO : -1;
	if (!v->log)
		return OK;
	l->fd = strcmp(v->log, "-") == 0
			? STDOUT_FILENO
			: open(v->log,
				  O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC,
				  0640);
	return l->fd < 0 ? error_errno(err, "cannot write to %s", v->log) : OK;
}

static enum status read_key(struct invocation *v, struct error *err)
{
	if (!v->key_file)
		return OK;
	enum status status = file_read(v->key_file, KEY_FILE_MAX, &v->key, err);
	struct str all = buf_str(&v->key);
	struct str key = str_trim(str_slice(all, 0, str_find(all, 0, '\n')));
	v->common.settings.key = key;
	if (status == OK && key.len == 0)
		return error_set(err, ERR_INVALID,
			"%s has no key in its first line", v->key_file);
	return status;
}

/* What is left out of the rules is told once, not by every thread. */
static enum status check_synonyms(const char *path, struct error *err)
{
	struct synonyms rules = {0};
	enum status status = path ? synonyms_read(&rules, path, err) : OK;
	for (size_t i = 0; i < rules.complaints.len; i++)
		fprintf(stderr, "meju-serve: " STR_FMT "\n",
			STR_ARG(rules.complaints.v[i]));
	synonyms_release(&rules);
	return status;
}

static enum status listen_all(struct invocation *v, struct error *err)
{
	struct listeners *l = &v->listeners;
	enum status status = listen_inherit(l, err);
	for (unsigned i = 0; i < v->listen_count && status == OK; i++)
		status = listen_address(l, v->listen[i], err);
	for (unsigned i = 0; i < v->socket_count && status == OK; i++)
		status = listen_path(l, v->sockets[i], err);
	if (status == OK && l->count == 0)
		status = listen_address(l, "127.0.0.1:8080", err);
	return status;
}

static void say_where(const struct invocation *v)
{
	for (unsigned i = 0; i < v->listeners.count; i++) {
		struct buf where = {0};
		listen_put(&v->listeners.v[i], &where);
		fprintf(stderr, "meju-serve: listening on " STR_FMT "\n",
			STR_ARG(buf_str(&where)));
		buf_release(&where);
	}
}

/* What whoever began it should know. */
static void warn(const struct invocation *v)
{
	if (geteuid() == 0)
		fprintf(stderr, "meju-serve: it runs as root, which it need "
				"not; --user NAME ends that\n");
	if (v->options.connections < v->wanted)
		fprintf(stderr,
			"meju-serve: at most %u connections, for the system "
			"lets it open %lu files (ulimit -n, LimitNOFILE=)\n",
			v->options.connections, v->files);
}

static void write_report(struct invocation *v)
{
	struct error err = {0};
	if (report_write(&v->common.report, &err) != OK)
		fprintf(stderr, "meju-serve: %s\n", err.text);
}

static enum status enter_sandbox(struct invocation *v, struct error *err)
{
	const struct service_settings *t = &v->common.settings;
	struct sandbox s;
	for (uint32_t i = 0; i < t->folder_count; i++)
		if (access(t->folders[i], F_OK) != 0)
			return OK; /* it is elsewhere, or nowhere */
	sandbox_begin(&s);
	for (uint32_t i = 0; i < t->folder_count; i++)
		sandbox_read_beside(&s, t->folders[i]);
	for (unsigned i = 0; i < v->socket_count; i++)
		sandbox_replace(&s, v->sockets[i]);
	if (t->synonyms)
		sandbox_read(&s, t->synonyms);
	if (v->report)
		sandbox_replace(&s, v->report);
	return sandbox_enter(&s, err);
}

static enum status serve(struct invocation *v, struct error *err)
{
	enum status status = v->user ? privilege_drop(v->user, err) : OK;
	if (status == OK) /* can it be? */
		status = report_write(&v->common.report, err);
	if (status == OK && !v->open)
		status = enter_sandbox(v, err);
	if (status == OK)
		status = server_start(&v->server, &v->options, &v->common,
			&v->listeners, err);
	if (status != OK)
		return status;
	say_where(v);
	warn(v);
	while (!stop_signal()) {
		stop_poll(NULL, 0, REPORT_EVERY * 1000);
		write_report(v);
	}
	server_stop(v->server);
	write_report(v);
	return OK;
}

/* What was not said. */
static void fill_in(struct invocation *v, char *folder, size_t size)
{
	struct service_settings *t = &v->common.settings;
	unsigned long files = v->files = privilege_files();
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	if (t->folder_count == 0) {
		option_index(NULL, folder, size);
		t->folders[t->folder_count++] = folder;
	}
	if (v->options.threads == 0)
		v->options.threads = processors < 1 ? 1
				     : processors > SERVER_THREADS_MAX
					     ? SERVER_THREADS_MAX
					     : (unsigned)processors;
	t->cache /= v->options.threads;
	v->wanted = v->options.connections;
	if (files < v->options.connections + 2UL * FILES_SPARED)
		v->options.connections =
			files > 3UL * FILES_SPARED
				? (unsigned)(files - 2UL * FILES_SPARED)
				: FILES_SPARED;
}

static enum status run(struct invocation *v, struct error *err)
{
	char folder[4096];
	fill_in(v, folder, sizeof folder);
	signal(SIGPIPE, SIG_IGN);
	stop_catch();
	limiter_init(&v->common.limiter, (double)v->rate);
	enum status status = report_open(&v->common.report, v->report, err);
	if (status == OK)
		status = open_log(v, err);
	if (status == OK)
		status = read_key(v, err);
	if (status == OK)
		status = check_synonyms(v->common.settings.synonyms, err);
	if (status == OK)
		status = listen_all(v, err);
	if (status == OK)
		status = serve(v, err);
	listen_close(&v->listeners);
	report_close(&v->common.report);
	limiter_release(&v->common.limiter);
	buf_release(&v->key);
	return status;
}

static enum status print_usage(const char *form, struct error *err)
{
	struct buf out = {0};
	enum status status = usage_generate(&serve_usage, form, &out, err);
	if (status == OK && fwrite(out.p, 1, out.len, stdout) != out.len)
		status = error_errno(err, "cannot write to standard output");
	buf_release(&out);
	return status;
}

int main(int argc, char **argv)
{
	static struct invocation v;
	struct error err = {0};
	int first = argc;
	v.options.connections = CONNECTIONS;
	v.options.seconds = SECONDS;
	v.common.settings.deadline = DEADLINE;
	v.common.settings.cache = CACHE;
	standard_files_guard();
	const char *usage = usage_wanted(argc, argv);
	enum status status =
		usage ? OK
		      : option_parse(argc, argv, serve_usage.options, false,
				use_option, &v, &first, &err);
	if (status == OK && v.help)
		usage = "help";
	if (status == OK && v.version) {
		puts("meju-serve " MEJU_VERSION);
		return EXIT_SUCCESS;
	}
	if (status == OK && !usage && v.common.log.addresses && !v.log)
		status = error_set(&err, ERR_INVALID,
			"--log-addresses says what --log logs; give both");
	if (status == OK && !usage && first < argc)
		status = error_set(&err, ERR_INVALID,
			"it takes options only, not '%s'", argv[first]);
	if (status == OK)
		status = usage ? print_usage(usage, &err) : run(&v, &err);
	if (status == OK)
		return EXIT_SUCCESS;
	fprintf(stderr, "meju-serve: %s\n",
		err.text[0] ? err.text : status_text(status));
	return EXIT_TROUBLE;
}
