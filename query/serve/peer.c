/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/peer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static bool is_near_four(const unsigned char a[4])
{
	return a[0] == 127 || a[0] == 10 ||
	       (a[0] == 172 && (a[1] & 0xf0) == 16) ||
	       (a[0] == 192 && a[1] == 168) || (a[0] == 169 && a[1] == 254);
}

static bool is_near_six(const struct in6_addr *a)
{
	const unsigned char *b = a->s6_addr;
	if (IN6_IS_ADDR_V4MAPPED(a))
		return is_near_four(b + 12);
	return IN6_IS_ADDR_LOOPBACK(a) || IN6_IS_ADDR_LINKLOCAL(a) ||
	       (b[0] & 0xfe) == 0xfc;
}

bool peer_is_near(const struct sockaddr *address)
{
	struct sockaddr_in four;
	struct sockaddr_in6 six;
	switch (address->sa_family) {
	case AF_UNIX:
		return true;
	case AF_INET:
		memcpy(&four, address, sizeof four);
		return is_near_four((const unsigned char *)&four.sin_addr);
	case AF_INET6:
		memcpy(&six, address, sizeof six);
		return is_near_six(&six.sin6_addr);
	}
	return false;
}
