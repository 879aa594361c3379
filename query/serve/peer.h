/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * peer.h - who is at the other end of a connection.
 */
#ifndef MEJU_QUERY_SERVE_PEER_H
#define MEJU_QUERY_SERVE_PEER_H

#include <stdbool.h>
#include <sys/socket.h>

/* May it be a proxy of one's own?  It is of this machine, or of a network that
 * is nobody's from outside (RFC 1918, 3927, 4193, 4291). */
bool peer_is_near(const struct sockaddr *address);

#endif
