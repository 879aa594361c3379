/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_types.h - what is behind the opaque types; C++, and only for this
 * folder.
 */
#ifndef MEJU_XAPIAN_XAP_TYPES_H
#define MEJU_XAPIAN_XAP_TYPES_H

#include <xapian.h>

struct xap_db {
	Xapian::WritableDatabase db;
};

struct xap_doc {
	Xapian::Document doc;
};

struct xap_query {
	Xapian::Query query;
};

#endif
