/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/peer.h"
#include "tests/support/test.h"

#include <arpa/inet.h>

static bool is_near(const char *text)
{
	struct sockaddr_storage at = {0};
	struct sockaddr_in *four = (struct sockaddr_in *)&at;
	struct sockaddr_in6 *six = (struct sockaddr_in6 *)&at;
	at.ss_family = strchr(text, ':') ? AF_INET6 : AF_INET;
	void *to = at.ss_family == AF_INET ? (void *)&four->sin_addr
					   : (void *)&six->sin6_addr;
	assert_int_equal(inet_pton(at.ss_family, text, to), 1);
	return peer_is_near((struct sockaddr *)&at);
}

static void addresses(void **state)
{
	static const char *const near[] = {"127.0.0.1", "127.255.1.2",
		"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.3.4",
		"169.254.1.1", "::1", "fe80::1", "fd00::2", "::ffff:10.0.0.1"};
	static const char *const far[] = {"126.0.0.1", "11.1.2.3", "172.15.0.1",
		"172.32.0.1", "192.169.0.1", "8.8.8.8", "0.0.0.0",
		"::", "2001:db8::1", "fec0::1", "ff02::1", "::ffff:8.8.8.8",
		"::10.0.0.1"};
	const struct sockaddr none = {.sa_family = AF_UNSPEC};
	const struct sockaddr file = {.sa_family = AF_UNIX};
	(void)state;
	for (size_t i = 0; i < sizeof near / sizeof *near; i++)
		assert_true(is_near(near[i]));
	for (size_t i = 0; i < sizeof far / sizeof *far; i++)
		assert_false(is_near(far[i]));
	assert_true(peer_is_near(&file));
	assert_false(peer_is_near(&none));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(addresses)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
