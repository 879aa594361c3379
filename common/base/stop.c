/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/stop.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <time.h>

static const struct {
	int number;
	const char *name;
} SIGNALS[] = {
	{SIGTERM, "SIGTERM"},
	{SIGINT, "SIGINT"},
	{SIGHUP, "SIGHUP"},
};

enum { SIGNAL_COUNT = sizeof SIGNALS / sizeof *SIGNALS };

static atomic_int stop_wanted;
static atomic_int came;
static atomic_bool deaf;
static _Thread_local const struct stop_wish *heard;

int stop_number(unsigned i)
{
	return i < SIGNAL_COUNT ? SIGNALS[i].number : 0;
}

void stop_note(int number)
{
	atomic_store(&came, number);
	if (!atomic_load(&deaf))
		atomic_store(&stop_wanted, number);
}

int stop_signal(void)
{
	return atomic_load(&came);
}

const char *stop_name(int number)
{
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		if (SIGNALS[i].number == number)
			return SIGNALS[i].name;
	return "a signal";
}

void stop_defer(bool deferred)
{
	atomic_store(&deaf, deferred);
	atomic_store(&stop_wanted, deferred ? 0 : atomic_load(&came));
}

int stop_poll(struct pollfd *files, unsigned count, int milliseconds)
{
	struct timespec limit = {
		milliseconds / 1000, milliseconds % 1000 * 1000000L};
	sigset_t ours, before;
	sigemptyset(&ours);
	for (size_t i = 0; i < SIGNAL_COUNT; i++)
		sigaddset(&ours, SIGNALS[i].number);
	pthread_sigmask(SIG_BLOCK, &ours, &before);
	int n = -1, why = EINTR;
	if (!stop_signal()) {
		n = ppoll(files, count, milliseconds < 0 ? NULL : &limit,
			&before);
		why = errno;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = why;
	return n;
}

const struct stop_wish *stop_listen(const struct stop_wish *wish)
{
	const struct stop_wish *before = heard;
	heard = wish;
	return before;
}

const struct stop_wish *stop_listening(void)
{
	return heard;
}

enum status stop_check(void)
{
	bool asked = heard && heard->wanted(heard->data);
	return asked || atomic_load_explicit(&stop_wanted, memory_order_relaxed)
		       ? ERR_STOPPED
		       : OK;
}
