/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/guard.h"

#include <cstring>
#include <new>

/* Xapian's classes of errors by name; any other is ERR_IO. */
static const struct {
	const char *type;
	enum status status;
} MEANINGS[] = {
	{"DatabaseClosedError", ERR_INVALID},
	{"DatabaseCorruptError", ERR_CORRUPT},
	{"DatabaseLockError", ERR_LOCKED},
	{"DatabaseModifiedError", ERR_CHANGED},
	{"DatabaseNotFoundError", ERR_NOT_FOUND},
	{"DatabaseVersionError", ERR_VERSION},
	{"DocNotFoundError", ERR_NOT_FOUND},
	{"FeatureUnavailableError", ERR_UNSUPPORTED},
	{"InvalidArgumentError", ERR_INVALID},
	{"InvalidOperationError", ERR_INVALID},
	{"NetworkError", ERR_NETWORK},
	{"NetworkTimeoutError", ERR_TIMEOUT},
	{"RangeError", ERR_LIMIT},
	{"SerialisationError", ERR_INVALID},
	{"UnimplementedError", ERR_UNSUPPORTED},
};

static enum status status_of(const Xapian::Error &e)
{
	for (const auto &meaning : MEANINGS)
		if (strcmp(e.get_type(), meaning.type) == 0)
			return meaning.status;
	return ERR_IO;
}

enum status status_of_exception(struct error *err) noexcept
{
	try {
		throw;
	} catch (const std::bad_alloc &) {
		return error_set(err, ERR_NOMEM, "out of memory");
	} catch (const Xapian::Error &e) {
		try {
			return error_set(err, status_of(e), "Xapian's %s",
				e.get_description().c_str());
		} catch (...) {
			return error_set(err, ERR_NOMEM, "out of memory");
		}
	} catch (const std::exception &e) {
		return error_set(err, ERR_IO, "Xapian: %s", e.what());
	} catch (...) {
		return error_set(err, ERR_IO, "Xapian failed");
	}
}
