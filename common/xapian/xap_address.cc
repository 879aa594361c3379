/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/xap_address.h"

#include <cstdlib>

static const unsigned USUAL = 10000; /* milliseconds */

xap_address::xap_address(const char *text, const struct xap_patience *p)
{
	static const char digits[] = "0123456789";
	std::string whole(text);
	size_t colon = whole.rfind(':');
	host = whole.substr(0, colon);
	if (host.size() > 2 && host.front() == '[' && host.back() == ']')
		host = host.substr(1, host.size() - 2);
	std::string last =
		colon == std::string::npos ? "" : whole.substr(colon + 1);
	bool number = !last.empty() && last.size() < 6 &&
		      last.find_first_not_of(digits) == std::string::npos;
	port = number ? (unsigned)strtoul(last.c_str(), NULL, 10) : 0;
	if (host.empty() || port == 0 || port > 65535)
		throw Xapian::InvalidArgumentError(
			"a server's address is host:port", whole);
	if (p)
		patience = *p;
	if (!patience.connect)
		patience.connect = USUAL;
}

Xapian::Database xap_address::read() const
{
	return Xapian::Remote::open(host, port,
		patience.answer ? patience.answer : USUAL, patience.connect);
}

Xapian::WritableDatabase xap_address::write() const
{
	return Xapian::Remote::open_writable(
		host, port, patience.answer, patience.connect);
}
