/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * value_cxx.h - value.h for the C++ shims; its compound literals are C.
 */
#ifndef MEJU_VALUE_VALUE_CXX_H
#define MEJU_VALUE_VALUE_CXX_H

extern "C" {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include "common/value/value.h"
#pragma GCC diagnostic pop
}

#endif
