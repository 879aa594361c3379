/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/collapse.h"
#include "query/assist/near.h"

#include <stdlib.h>

enum status search_collapse(struct search_result *r, struct error *err)
{
	uint32_t most = r->count < COLLAPSE_MAX ? r->count : COLLAPSE_MAX;
	struct near_sketch *sketches = malloc((most + 1u) * sizeof *sketches);
	struct stored_reader reader = {0};
	struct arena scratch = {0};
	enum status status = OK;
	uint32_t kept = 0;
	if (!sketches)
		return error_set(err, ERR_NOMEM, "out of memory");
	for (uint32_t i = 0; i < most && status == OK; i++) {
		struct record record;
		uint32_t k = 0;
		arena_clear(&scratch);
		status = search_record(
			&reader, &scratch, &r->hits[i], &record, err);
		if (status != OK)
			break;
		near_sketch(&sketches[kept], record.text);
		while (k < kept && !near_same(&sketches[k], &sketches[kept]))
			k++;
		if (k < kept)
			r->hits[k].alike++;
		else
			r->hits[kept++] = r->hits[i];
	}
	if (status == OK) {
		memmove(r->hits + kept, r->hits + most,
			(r->count - most) * sizeof *r->hits);
		r->count -= most - kept;
	}
	stored_reader_release(&reader);
	arena_release(&scratch);
	free(sketches);
	return status;
}
