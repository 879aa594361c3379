/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_base.h - what the headers of this folder have in common; include
 * xap.h instead.
 */
#ifndef MEJU_XAPIAN_XAP_BASE_H
#define MEJU_XAPIAN_XAP_BASE_H

#ifdef __cplusplus
#define XAP_BEGIN extern "C" {
#define XAP_END }
XAP_BEGIN
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic" /* compound literals */
#else
#define XAP_BEGIN
#define XAP_END
#endif
#include "common/base/buf.h"
#include "common/base/status.h"
#include "common/base/str.h"

#include <stdint.h>
#ifdef __cplusplus
#pragma GCC diagnostic pop
XAP_END
#endif

struct xap_db;
struct xap_doc;
struct xap_query;
struct xap_result;
struct xap_stem;
struct xap_walk;
struct xap_writer;

#endif
