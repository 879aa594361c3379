/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/command.h"

int command_check(const struct arguments *a, struct error *err)
{
	(void)a;
	error_set(err, ERR_UNSUPPORTED, "pending");
	return EXIT_TROUBLE;
}
