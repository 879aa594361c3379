/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xap_address.h - where a server is; C++, and only for this folder. */
#ifndef MEJU_XAPIAN_XAP_ADDRESS_H
#define MEJU_XAPIAN_XAP_ADDRESS_H

#include "common/xapian/xap_db.h"

#include <string>
#include <xapian.h>

struct xap_address {
	std::string host;
	unsigned port = 0; /* 0: of no server */
	struct xap_patience patience = {};

	xap_address() = default;

	/* Throws InvalidArgumentError unless it is "host:port". */
	xap_address(const char *text, const struct xap_patience *patience);

	Xapian::Database read() const;
	Xapian::WritableDatabase write() const;
};

#endif
