/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/guard.h"

bool guard_markdown(struct str text)
{
	(void)text;
	return false;
}

bool guard_html(struct str html)
{
	(void)html;
	return false;
}
