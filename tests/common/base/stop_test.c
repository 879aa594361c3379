/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/stop.h"
#include "tests/support/test.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

/* The first signal is noted, a second one would not be caught. */
static void first_and_second(void **state)
{
	(void)state;
	struct sigaction now;
	signal(SIGHUP, SIG_IGN);
	assert_int_equal(stop_check(), OK);
	stop_catch();
	assert_int_equal(stop_check(), OK);
	assert_int_equal(stop_signal(), 0);
	raise(SIGHUP);
	assert_int_equal(stop_signal(), 0);
	raise(SIGINT);
	assert_int_equal(stop_check(), ERR_STOPPED);
	assert_int_equal(stop_signal(), SIGINT);
	assert_string_equal(stop_name(stop_signal()), "SIGINT");
	stop_catch();
	assert_int_equal(sigaction(SIGTERM, NULL, &now), 0);
	assert_true(now.sa_handler == SIG_DFL);
}

/* After the test above: a signal has come. */
static void deferred(void **state)
{
	(void)state;
	stop_defer(true);
	assert_int_equal(stop_check(), OK);
	assert_int_equal(stop_signal(), SIGINT);
	stop_defer(false);
	assert_int_equal(stop_check(), ERR_STOPPED);
}

static void does_not_wait(void **state)
{
	(void)state;
	int ends[2];
	assert_int_equal(pipe(ends), 0);
	struct pollfd file = {.fd = ends[0], .events = POLLIN};
	assert_int_equal(stop_poll(&file, 1, -1), -1);
	assert_int_equal(errno, EINTR);
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_and_second),
		cmocka_unit_test(deferred),
		cmocka_unit_test(does_not_wait),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
