/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * request.h - a request of HTTP, as far as answers depend on it.
 *
 * Ownership: texts are borrowed from the connection, until it is answered.
 */
#ifndef MEJU_QUERY_SERVE_REQUEST_H
#define MEJU_QUERY_SERVE_REQUEST_H

#include "common/base/str.h"

struct request {
	struct str method;
	struct str path;  /* as it was sent, up to the "?"        */
	struct str query; /* behind it; .p NULL: there was no "?" */
	/* Headers; empty: not sent. */
	struct str accept, if_none_match, origin, host, authorization, api_key;
	struct str peer; /* address, without port; empty: a Unix socket */
};

#endif
