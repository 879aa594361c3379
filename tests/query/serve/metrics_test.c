/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/metrics.h"
#include "tests/support/test.h"

static const char *name(unsigned route)
{
	return route == 0 ? "a" : NULL;
}

static void adds_up(void **state)
{
	static struct metrics m;
	struct buf out = {0};
	(void)state;
	metrics_count(&m, 0, 200, 0.1);
	metrics_count(&m, 0, 200, 3);
	metrics_count(&m, 0, 404, 99999);
	metrics_count(&m, 0, 999, 1);
	metrics_put(&m, name, &out);
	buf_putc(&out, '\0');
	static const char *const lines[] = {
		"meju_http_requests_total{route=\"a\",code=\"2xx\"} 2\n",
		"meju_http_requests_total{route=\"a\",code=\"4xx\"} 1\n",
		"_bucket{route=\"a\",le=\"0.00025\"} 1\n",
		"_bucket{route=\"a\",le=\"0.001\"} 2\n",
		"_bucket{route=\"a\",le=\"0.005\"} 3\n",
		"_bucket{route=\"a\",le=\"2.5\"} 3\n",
		"_bucket{route=\"a\",le=\"+Inf\"} 4\n",
		"_count{route=\"a\"} 4\n",
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (!strstr(out.p, lines[i]))
			fail_msg("no %s in %s", lines[i], out.p);
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(adds_up)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
