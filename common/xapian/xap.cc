/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/guard.h"

#include <cstring>

const char *xap_version(void)
{
	return Xapian::version_string();
}

struct str xap_error_server(const struct error *err)
{
	static const char before[] = "tcp(";
	const char *from = strstr(err->text, before);
	const char *to = from ? strchr(from, ')') : NULL;
	if (!to)
		return str_from("");
	from += strlen(before);
	return {from, (size_t)(to - from)};
}

enum status xap_number_pack(double number, struct buf *out)
{
	return guarded(NULL,
		[&] { return put(out, Xapian::sortable_serialise(number)); });
}

enum status xap_number_unpack(struct str value, double *number)
{
	return guarded(NULL, [&] {
		*number = Xapian::sortable_unserialise(text_of(value));
	});
}
