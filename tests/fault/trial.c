/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fault/trial.h"
#include "tests/fault/disk.h"
#include "tests/fault/programs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS = 32, SECONDS = 60 };

/* Of the leak sanitizer, where there is one. */
__attribute__((weak)) int __lsan_do_recoverable_leak_check(void);

/* fts_read() of glibc loses what it has of a folder if that cannot be read. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(
	void)
{
	return "leak:fts_alloc\n";
}

__attribute__((visibility("default"))) const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}

/* What the processes share. */
static struct shared {
	struct shim_report report;
	struct aftermath aftermath;
} * shared;
static int streams[2] = {-1, -1};

static void begin(void)
{
	fflush(stdout); /* or else a child prints it as well */
	if (shared)
		return;
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	for (int i = 0; i < 2; i++)
		streams[i] = memfd_create("stream", 0);
	if (shared == MAP_FAILED || streams[0] < 0 || streams[1] < 0)
		abort();
}

/* Words, some of them in single quotes. */
static int split(char *line, char **words)
{
	int n = 0;
	for (char *p = line; *p && n < WORDS - 1;) {
		char end = *p == '\'' ? '\'' : ' ';
		p += end == '\'';
		words[n++] = p;
		p = strchrnul(p, end);
		if (*p)
			*p++ = '\0';
		while (*p == ' ')
			p++;
	}
	words[n] = NULL;
	return n;
}

static int run_line(const char *line)
{
	char copy[1024], *words[WORDS];
	snprintf(copy, sizeof copy, "%s", line);
	int n = split(copy, words);
	int status = strcmp(words[0], "meju-query") == 0
			     ? meju_query_main(n, words)
			     : meju_index_main(n, words);
	fflush(stdout);
	return status;
}

static void redirect(void)
{
	for (int i = 0; i < 2; i++)
		if (ftruncate(streams[i], 0) < 0 ||
			lseek(streams[i], 0, SEEK_SET) < 0 ||
			dup2(streams[i], i + 1) < 0)
			abort();
	alarm(SECONDS);
}

static void child_run(const char *line, const struct shim_plan *plan)
{
	redirect();
	shim_report = &shared->report;
	shim_arm(plan);
	int status = run_line(line);
	shim_disarm();
	if (plan->what == SHIM_WATCH)
		disk_end();
	if (__lsan_do_recoverable_leak_check &&
		__lsan_do_recoverable_leak_check())
		status = TRIAL_LEAK;
	_exit(status);
}

static int wait_for(pid_t pid)
{
	int status;
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		abort();
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* Without how long it took. */
static void take_stream(int fd, char out[TRIAL_TEXT])
{
	ssize_t n = pread(fd, out, TRIAL_TEXT - 1, 0);
	out[n < 0 ? 0 : n] = '\0';
	char *took = strstr(out, "\"took_ms\":");
	if (took) {
		char *end = strchrnul(took, ',');
		memmove(took, end, strlen(end) + 1);
	}
}

void trial_run(struct trial *t, const char *line, const struct shim_plan *plan)
{
	static const struct shim_plan none = {0};
	begin();
	memset(shared, 0, sizeof *shared);
	pid_t pid = fork();
	if (pid == 0)
		child_run(line, plan ? plan : &none);
	t->status = wait_for(pid);
	memcpy(&t->report, &shared->report, sizeof t->report);
	take_stream(streams[0], t->printed);
	take_stream(streams[1], t->said);
}

void trial_inspect(struct aftermath *a, const char *folder, const char *next)
{
	begin();
	memset(shared, 0, sizeof *shared);
	pid_t pid = fork();
	if (pid == 0) {
		redirect();
		image_take(&shared->aftermath.before, folder);
		shared->aftermath.next = run_line(next);
		image_take(&shared->aftermath.after, folder);
		_exit(0);
	}
	int crashed = wait_for(pid);
	*a = shared->aftermath;
	a->crashed = crashed;
}
