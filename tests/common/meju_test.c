/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The limits that libmeju tells are those that its halves have, here those of
 * searching; those of indexing are in tests/indexer/document_test.c.
 */
#include "common/index/glass.h"
#include "common/meju.h"
#include "query/assist/sections.h"
#include "query/collapse.h"
#include "query/complete.h"
#include "query/lang/parser.h"
#include "query/match/synonyms.h"
#include "tests/support/test.h"

static void tells_limits(void **state)
{
	static const uint64_t limits[] = {
		[MEJU_LIMIT_INDEXES] = SEARCH_INDEXES_MAX,
		[MEJU_LIMIT_HITS] = SEARCH_LIMIT_MAX,
		[MEJU_LIMIT_QUERY_BYTES] = QUERY_BYTES_MAX,
		[MEJU_LIMIT_QUERY_WORDS] = QUERY_TERMS_MAX,
		[MEJU_LIMIT_QUERY_DEPTH] = QUERY_DEPTH_MAX,
		[MEJU_LIMIT_SORT_KEYS] = SORT_KEYS_MAX,
		[MEJU_LIMIT_PASSAGES] = SNIPPET_FRAGMENTS_MAX,
		[MEJU_LIMIT_WIDTH] = SNIPPET_WIDTH_MAX,
		[MEJU_LIMIT_SECTIONS] = SECTIONS_MAX,
		[MEJU_LIMIT_COLLAPSE] = COLLAPSE_MAX,
		[MEJU_LIMIT_SUGGESTIONS] = COMPLETE_MAX,
		[MEJU_LIMIT_SYNONYM_BYTES] = SYNONYMS_FILE_MAX,
		[MEJU_LIMIT_SYNONYM_RULES] = SYNONYMS_RULES_MAX,
		[MEJU_LIMIT_SHARDS] = GLASS_SHARDS_MAX,
	};
	(void)state;
	assert_int_equal(sizeof limits / sizeof *limits, MEJU_LIMIT_COUNT);
	for (unsigned i = 0; i < MEJU_LIMIT_COUNT; i++) {
		uint64_t limit = meju_limit((enum meju_limit_name)i);
		assert_int_equal(limit, limits[i] ? limits[i] : limit);
		assert_true(limit > 0);
	}
	assert_int_equal(meju_limit(MEJU_LIMIT_COUNT), 0);
}

static void tells_what_it_is(void **state)
{
	(void)state;
	char version[32];
	snprintf(version, sizeof version, "%d.%d.%d", MEJU_VERSION_MAJOR,
		MEJU_VERSION_MINOR, MEJU_VERSION_PATCH);
	assert_string_equal(version, MEJU_VERSION);
	assert_string_equal(meju_version(), MEJU_VERSION);
	assert_string_equal(
		meju_status_text(MEJU_LOCKED), "locked by another writer");
	assert_string_equal(
		meju_status_text((enum meju_status)99), "unknown status");
	meju_text_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_limits),
		cmocka_unit_test(tells_what_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
