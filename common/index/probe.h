/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * probe.h - is this document in that list, and how often has it the term?
 *
 * Of a block only what is asked for is decoded: a bitmap is not, and of the
 * frequencies one, until a second is wanted.
 *
 *	struct probe p;
 *	probe_open(&p, &cursor);
 *	if (probe_find(&p, doc))
 *		tf = probe_freq(&p);
 *
 * Documents may only rise from call to call.
 *
 * Errors:    damage finds nothing more and sets p.status.
 * Ownership: borrows the cursor, which may be moved meanwhile.
 * Threads:   a probe belongs to one thread.
 */
#ifndef MEJU_INDEX_PROBE_H
#define MEJU_INDEX_PROBE_H

#include "common/index/posting.h"
#include "common/simd/kernel.h"

struct probe {
	enum status status;
	struct posting_cursor *list;
	const struct bitmap_kernel *kernel;
	uint32_t doc;          /* the last that was found */
	uint32_t number, from; /* of the block; its lowest possible document */
	unsigned at;           /* posting of it that was found               */
	const uint8_t *bitmap; /* NULL: ids are decoded                      */
	struct reader rest;    /* where frequencies are                      */
	unsigned asked;        /* frequencies of the block                   */
	bool freqs;            /* all of them are decoded                    */
	struct block block;
};

/* REQUIRES: an open cursor. */
void probe_open(struct probe *p, struct posting_cursor *list);
bool probe_find(struct probe *p, uint32_t doc);

/* REQUIRES: probe_find() has found it, a list with frequencies. */
uint32_t probe_freq(struct probe *p);

#endif
