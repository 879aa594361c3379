/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xap_types.h - what is behind the opaque types; C++, and only for this
 * folder.
 */
#ifndef MEJU_XAPIAN_XAP_TYPES_H
#define MEJU_XAPIAN_XAP_TYPES_H

#include "common/xapian/guard.h"
#include "common/xapian/xap_address.h"

#include <vector>

/* Where it came from, too: connections may have to be made anew. */
struct xap_shard {
	Xapian::Database db;
	struct xap_address from;
};

struct xap_db {
	Xapian::Database db; /* of all shards */
	std::vector<xap_shard> shards;
	bool broken = false; /* connections are closed, or of no use */

	xap_db() = default;
	explicit xap_db(const Xapian::Database &one,
		const struct xap_address &from = xap_address())
	    : db(one), shards{{one, from}}
	{
	}
};

struct xap_writer {
	Xapian::WritableDatabase db;
	struct xap_db reader; /* the same */
};

struct xap_doc {
	Xapian::Document doc;
};

struct xap_query {
	Xapian::Query query;
};

struct xap_walk {
	struct error err = {};
	std::string text; /* that of the item */

	virtual ~xap_walk() = default;
	virtual bool next(struct xap_item *item) = 0;
	virtual void seek(const std::string &text) = 0;
	virtual void seek(uint32_t number) = 0;
	virtual struct xap_walk *positions() = 0;
};

/* From `at` to `end`, of something of which `keep` is to live as long. */
template <typename Keep, typename Iterator>
class walk_of final : public xap_walk
{
      public:
	typedef void read(const Iterator &at, struct xap_walk *walk,
		struct xap_item *item);

	walk_of(const Keep &keep_, Iterator at_, Iterator end_, read *read__)
	    : keep(keep_), at(at_), end(end_), read_(read__)
	{
	}

	bool next(struct xap_item *item) override
	{
		if (stands)
			++at;
		stands = at != end;
		if (!stands)
			return false;
		*item = {};
		read_(at, this, item);
		return true;
	}

	void seek(const std::string &to) override
	{
		skip_to(to);
	}

	void seek(uint32_t to) override
	{
		skip_to(to);
	}

	struct xap_walk *positions() override;

      private:
	Keep keep;
	Iterator at, end;
	read *read_;
	bool stands = false; /* on an item that has been returned */

	template <typename To> void skip_to(const To &to)
	{
		typedef Iterator I;
		if constexpr (std::is_same_v<I, Xapian::TermIterator> ==
				      std::is_same_v<To, std::string> &&
			      !std::is_same_v<I, Xapian::ESetIterator>) {
			at.skip_to(to);
			stands = false;
		} else {
			throw Xapian::InvalidOperationError(
				"this walk is not in such an order");
		}
	}
};

template <typename Keep, typename Iterator>
static struct xap_walk *walk(const Keep &keep, Iterator at, Iterator end,
	typename walk_of<Keep, Iterator>::read *read)
{
	return new walk_of<Keep, Iterator>(keep, at, end, read);
}

/* What a walk reads, for these iterators. */
static inline void read_text(const Xapian::TermIterator &at,
	struct xap_walk *walk, struct xap_item *item)
{
	walk->text = *at;
	item->text = str_of(walk->text);
}

static inline void read_frequency(const Xapian::TermIterator &at,
	struct xap_walk *walk, struct xap_item *item)
{
	read_text(at, walk, item);
	item->count = at.get_termfreq();
}

static inline void read_position(const Xapian::PositionIterator &at,
	struct xap_walk *, struct xap_item *item)
{
	item->number = *at;
}

template <typename Keep, typename Iterator>
struct xap_walk *walk_of<Keep, Iterator>::positions()
{
	if constexpr (std::is_same_v<Iterator, Xapian::TermIterator> ||
		      std::is_same_v<Iterator, Xapian::PostingIterator>) {
		if (stands)
			return walk(keep, at.positionlist_begin(),
				at.positionlist_end(), read_position);
	}
	throw Xapian::InvalidOperationError("nothing here has positions");
}

#endif
