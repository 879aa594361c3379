/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/shortest.h"

#include <charconv>
#include <cmath>

size_t shortest_put(double value, char out[SHORTEST_MAX])
{
	/* 100000 is longer than 1e+05, but what people write; and of whole
	 * numbers with more digits than 64 bits have some readers say that they
	 * are none */
	bool large = std::fabs(value) >= 1e15;
	bool whole = value != 0 && !large && value == std::trunc(value);
	std::to_chars_result r =
		whole   ? std::to_chars(out, out + SHORTEST_MAX,
				  static_cast<long long>(value))
		: large ? std::to_chars(out, out + SHORTEST_MAX, value,
				  std::chars_format::scientific)
			: std::to_chars(out, out + SHORTEST_MAX, value);
	return static_cast<size_t>(r.ptr - out);
}

double shortest_get(const char *text, size_t len)
{
	double value = 0;
	std::from_chars_result r = std::from_chars(text, text + len, value);
	return r.ec == std::errc() && r.ptr == text + len ? value : HUGE_VAL;
}
