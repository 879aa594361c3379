/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wrap.h - text in lines no wider than a terminal.
 *
 * Lines break between words and, in scripts without spaces, between characters:
 * where these are two columns wide, or a word that is not ASCII is longer than
 * a line.  Another long word, such as an address, stays whole, and so does a
 * character with its marks and joiners.
 * Colours ("\033[1m") and links ("\033]8;;URL\033\\") take no column.
 */
#ifndef MEJU_QUERY_WRAP_H
#define MEJU_QUERY_WRAP_H

#include "common/base/buf.h"

/* Append `s`, whose words are one space apart, each line behind `indent`
 * spaces, the last one ended, too. */
void wrap_put(struct buf *out, struct str s, unsigned indent, unsigned width);

#endif
