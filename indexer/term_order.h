/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * term_order.h - the terms of several inverters, sorted by their bytes.
 */
#ifndef MEJU_INDEXER_TERM_ORDER_H
#define MEJU_INDEXER_TERM_ORDER_H

#include "indexer/inverter.h"

struct term_ref {
	uint64_t prefix; /* first eight bytes, big-endian        */
	uint32_t id;     /* in its map                           */
	uint16_t inverter;
	uint16_t plain; /* 1: in plains, 0: in stems            */
};

struct term_order {
	struct term_ref *v;
	size_t len;
};

MUST_CHECK enum status term_order_make(struct term_order *o,
	struct inverter *const *inverters, unsigned count);
void term_order_release(struct term_order *o);

/* The bytes of a term. */
struct str term_order_key(
	const struct term_ref *t, struct inverter *const *inverters);

#endif
