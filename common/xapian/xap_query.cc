/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/xap_types.h"

#include <vector>

static Xapian::Query::op operator_of(enum xap_op op)
{
	switch (op) {
	case XAP_AND:
		return Xapian::Query::OP_AND;
	case XAP_OR:
		return Xapian::Query::OP_OR;
	case XAP_MAX:
		return Xapian::Query::OP_MAX;
	case XAP_NOT:
		return Xapian::Query::OP_AND_NOT;
	case XAP_MAYBE:
		return Xapian::Query::OP_AND_MAYBE;
	case XAP_FILTER:
		return Xapian::Query::OP_FILTER;
	case XAP_PHRASE:
		return Xapian::Query::OP_PHRASE;
	case XAP_NEAR:
		return Xapian::Query::OP_NEAR;
	case XAP_XOR:
		return Xapian::Query::OP_XOR;
	case XAP_SYNONYM:
		return Xapian::Query::OP_SYNONYM;
	case XAP_ELITE:
		return Xapian::Query::OP_ELITE_SET;
	}
	throw Xapian::InvalidArgumentError("operator");
}

/* A new handle for what `make` returns. */
template <typename Make>
static enum status make_query(struct xap_query **out, Make make)
{
	return guarded(NULL, [&] { *out = new xap_query{make()}; });
}

enum status xap_query_none(struct xap_query **out)
{
	return make_query(out, [] { return Xapian::Query(); });
}

enum status xap_query_all(struct xap_query **out)
{
	return make_query(out, [] { return Xapian::Query(std::string()); });
}

enum status xap_query_term(
	struct str term, uint32_t times, struct xap_query **out)
{
	return make_query(
		out, [&] { return Xapian::Query(text_of(term), times); });
}

enum status xap_query_values(
	unsigned slot, struct str low, struct str high, struct xap_query **out)
{
	return make_query(out, [&] {
		if (!high.p)
			return Xapian::Query(
				Xapian::Query::OP_VALUE_GE, slot, text_of(low));
		if (!low.p)
			return Xapian::Query(Xapian::Query::OP_VALUE_LE, slot,
				text_of(high));
		return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot,
			text_of(low), text_of(high));
	});
}

enum status xap_query_numbers(
	unsigned slot, double low, double high, struct xap_query **out)
{
	return make_query(out, [&] {
		return Xapian::Query(Xapian::Query::OP_VALUE_RANGE, slot,
			Xapian::sortable_serialise(low),
			Xapian::sortable_serialise(high));
	});
}

enum status xap_query_slot(unsigned slot, struct xap_query **out)
{
	return make_query(out, [&] {
		Xapian::ValueWeightPostingSource source(slot);
		return Xapian::Query(&source);
	});
}

/* Not with the limit that is an error: 1.4 leaks where it is. */
enum status xap_query_prefix(
	const struct xap_prefix *prefix, struct xap_query **out)
{
	int limit = prefix->common ? Xapian::Query::WILDCARD_LIMIT_MOST_FREQUENT
				   : Xapian::Query::WILDCARD_LIMIT_FIRST;
	return make_query(out, [&] {
		return Xapian::Query(Xapian::Query::OP_WILDCARD,
			text_of(prefix->text), prefix->limit, limit,
			operator_of(prefix->as));
	});
}

enum status xap_query_fixed(double score, struct xap_query **out)
{
	return make_query(out, [&] {
		Xapian::FixedWeightPostingSource source(score);
		return Xapian::Query(&source);
	});
}

enum status xap_query_scale(
	const struct xap_query *kid, double factor, struct xap_query **out)
{
	return make_query(out, [&] {
		return Xapian::Query(
			Xapian::Query::OP_SCALE_WEIGHT, kid->query, factor);
	});
}

/* Every document, worth nothing. */
static Xapian::Query all()
{
	return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT,
		Xapian::Query(std::string()), 0.0);
}

/*
 * Xapian 1.4 takes the kids of an OR in a MAX for the MAX's own, and those of
 * a MAX in an OR for the OR's.  Behind a filter that lets all through they
 * stay together.
 */
static Xapian::Query kept_apart(const Xapian::Query &kid)
{
	if (kid.get_type() != Xapian::Query::OP_OR)
		return kid;
	return Xapian::Query(Xapian::Query::OP_FILTER, kid, all());
}

/*
 * A MAX all of whose kids end at once has freed them when Xapian 1.4 next
 * asks it for its highest weight, as it does where a neighbour in an OR ends.
 * So it has one kid more, which ends behind the last document, and stands
 * beside an OR of the others, which ends before it unless Xapian expects as
 * many documents of that as there are.
 */
static Xapian::Query max_of(const std::vector<Xapian::Query> &kids)
{
	std::vector<Xapian::Query> more;
	for (const Xapian::Query &kid : kids)
		more.push_back(kept_apart(kid));
	more.push_back(all());
	Xapian::Query any(Xapian::Query::OP_OR, kids.begin(), kids.end());
	return Xapian::Query(Xapian::Query::OP_AND,
		Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, any, 0.0),
		Xapian::Query(Xapian::Query::OP_MAX, more.begin(), more.end()));
}

/*
 * An OR in an AND gives a document the score of a phrase whose words it has,
 * in the wrong places, if another kid of the OR brings it up (1.4): it asks
 * the phrase to check() the document and overhears the refusal.  A MAYBE is
 * not asked to check.
 */
static Xapian::Query places_of(Xapian::Query::op op,
	const std::vector<Xapian::Query> &kids, uint32_t window)
{
	return Xapian::Query(Xapian::Query::OP_AND_MAYBE,
		Xapian::Query(op, kids.begin(), kids.end(), window), all());
}

enum status xap_query_join(enum xap_op op, struct xap_query *const *kids,
	uint32_t count, uint32_t window, struct xap_query **out)
{
	return make_query(out, [&] {
		Xapian::Query::op o = operator_of(op);
		std::vector<Xapian::Query> list;
		for (uint32_t i = 0; i < count; i++)
			list.push_back(kids[i]->query);
		if (op == XAP_MAX)
			return max_of(list);
		if (op == XAP_PHRASE || op == XAP_NEAR)
			return places_of(o, list, window);
		return Xapian::Query(o, list.begin(), list.end(), window);
	});
}

void xap_query_free(struct xap_query *q)
{
	freed(q);
}

bool xap_query_is_none(const struct xap_query *q)
{
	return q->query.empty();
}

enum status xap_query_terms(const struct xap_query *q, struct xap_walk **out)
{
	return guarded(NULL, [&] {
		*out = walk(q->query, q->query.get_unique_terms_begin(),
			q->query.get_unique_terms_end(), read_text);
	});
}

enum status xap_query_describe(const struct xap_query *q, struct buf *out)
{
	return guarded(
		NULL, [&] { return put(out, q->query.get_description()); });
}

enum status xap_query_pack(const struct xap_query *q, struct buf *out)
{
	return guarded(NULL, [&] { return put(out, q->query.serialise()); });
}

enum status xap_query_unpack(struct str bytes, struct xap_query **out)
{
	return unpacked(make_query(out,
		[&] { return Xapian::Query::unserialise(text_of(bytes)); }));
}
