/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * inspection.h - does an index hold together, whatever its engine?
 *
 * Writers have to wait meanwhile, unless nothing can be written there.
 *
 * Errors:    ERR_CORRUPT if something was found, which is reported;
 *            ERR_NOT_FOUND (no index), ERR_LOCKED ...
 * Threads:   one at a time.
 */
#ifndef MEJU_INDEXER_INSPECTION_H
#define MEJU_INDEXER_INSPECTION_H

#include "common/index/check.h"

MUST_CHECK enum status inspect(const char *folder, check_report *report,
	void *data, struct error *err);

#endif
