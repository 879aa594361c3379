/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/meju.h"

#include "common/base/status.h"

#include <stdlib.h>

const char *meju_status_text(enum meju_status status)
{
	return status_text((enum status)status);
}

/* Not of the header that a program was compiled with. */
const char *meju_version(void)
{
	return MEJU_VERSION;
}

/* As the halves have them, which neither this file nor the other half sees;
 * a test compares. */
uint64_t meju_limit(enum meju_limit_name name)
{
	static const uint64_t LIMITS[MEJU_LIMIT_COUNT] = {
		[MEJU_LIMIT_INDEXES] = 64,
		[MEJU_LIMIT_HITS] = 1000000,
		[MEJU_LIMIT_QUERY_BYTES] = 4096,
		[MEJU_LIMIT_QUERY_WORDS] = 128,
		[MEJU_LIMIT_QUERY_DEPTH] = 20,
		[MEJU_LIMIT_SORT_KEYS] = 4,
		[MEJU_LIMIT_PASSAGES] = 8,
		[MEJU_LIMIT_WIDTH] = 1024,
		[MEJU_LIMIT_SECTIONS] = 8,
		[MEJU_LIMIT_COLLAPSE] = 1000,
		[MEJU_LIMIT_SUGGESTIONS] = 100,
		[MEJU_LIMIT_SYNONYM_BYTES] = 16 << 20,
		[MEJU_LIMIT_SYNONYM_RULES] = 100000,
		[MEJU_LIMIT_TEXT_BYTES] = 16 << 20,
		[MEJU_LIMIT_ID_BYTES] = 4096,
		[MEJU_LIMIT_FIELD_BYTES] = 4096,
		[MEJU_LIMIT_FIELD_VALUES] = 1000,
		[MEJU_LIMIT_HEADINGS] = 10000,
		[MEJU_LIMIT_FIELD_WEIGHT] = 100,
		[MEJU_LIMIT_SHARDS] = 1000,
	};
	unsigned n = (unsigned)name;
	return n < MEJU_LIMIT_COUNT ? LIMITS[n] : 0;
}

void meju_text_free(struct meju_text *text)
{
	if (!text)
		return;
	free((void *)text->data);
	free(text);
}
