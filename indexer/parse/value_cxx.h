/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * value_cxx.h - value.h for the C++ shims; its compound literals are C.
 */
#ifndef MEJU_INDEXER_PARSE_VALUE_CXX_H
#define MEJU_INDEXER_PARSE_VALUE_CXX_H

extern "C" {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include "indexer/parse/value.h"
#pragma GCC diagnostic pop
}

#endif
