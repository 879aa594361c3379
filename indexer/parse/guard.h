/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard.h - looks once over a text, before a parser does that some texts
 * drive into quadratic time where no budget (budget.h) can stop it.
 */
#ifndef MEJU_INDEXER_PARSE_GUARD_H
#define MEJU_INDEXER_PARSE_GUARD_H

#include "common/base/str.h"

/* Would cmark 0.30.2 take too long for it? */
bool guard_markdown(struct str text);

/* Would gumbo 0.10.1 take too long for it? */
bool guard_html(struct str html);

#endif
