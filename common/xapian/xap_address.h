/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xap_address.h - where a server is; C++, and only for this folder. */
#ifndef MEJU_XAPIAN_XAP_ADDRESS_H
#define MEJU_XAPIAN_XAP_ADDRESS_H

#include <string>

static const unsigned XAP_PATIENCE = 10000; /* milliseconds */

struct xap_address {
	std::string host;
	unsigned port;

	/* Throws InvalidArgumentError unless it is "host:port". */
	explicit xap_address(const char *text);
};

#endif
