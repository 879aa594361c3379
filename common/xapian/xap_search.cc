/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/xapian/xap_types.h"

#include <memory>
#include <vector>

typedef std::unique_ptr<Xapian::ValueCountMatchSpy> spy;

struct xap_result {
	Xapian::Enquire enquire;
	std::vector<spy> spies;
	Xapian::MSet set;
	std::vector<std::string> texts; /* what hits point into */
	std::vector<struct xap_hit> hits;
};

static void set_scheme(Xapian::Enquire &e, const struct xap_search *how)
{
	const struct xap_bm25 *p = how->bm25;
	switch (how->scheme) {
	case XAP_BM25:
		return e.set_weighting_scheme(
			p ? Xapian::BM25Weight(
				    p->k1, p->k2, p->k3, p->b, p->min_length)
			  : Xapian::BM25Weight());
	case XAP_BM25_PLUS:
		return e.set_weighting_scheme(
			p ? Xapian::BM25PlusWeight(p->k1, p->k2, p->k3, p->b,
				    p->min_length, p->delta)
			  : Xapian::BM25PlusWeight());
	case XAP_TF_IDF:
		return e.set_weighting_scheme(
			Xapian::TfIdfWeight(how->tf_idf ? how->tf_idf : "ntn"));
	case XAP_COORD:
		return e.set_weighting_scheme(Xapian::CoordWeight());
	case XAP_BOOL:
		return e.set_weighting_scheme(Xapian::BoolWeight());
	}
	throw Xapian::InvalidArgumentError("no such weighting scheme");
}

/* One of several keys, whose memory is its last user's; NULL if there is one
 * key, by which servers can sort. */
static Xapian::KeyMaker *join_keys(const struct xap_key *keys, uint32_t count)
{
	if (count == 1)
		return NULL;
	std::unique_ptr<Xapian::MultiValueKeyMaker> maker(
		new Xapian::MultiValueKeyMaker);
	for (uint32_t i = 0; i < count; i++)
		maker->add_value(keys[i].slot, keys[i].down);
	return maker.release()->release();
}

static void set_keys(Xapian::Enquire &e, enum xap_order order,
	const struct xap_key *keys, uint32_t count)
{
	if (count == 0)
		throw Xapian::InvalidArgumentError("no keys to sort by");
	Xapian::KeyMaker *k = join_keys(keys, count);
	unsigned slot = keys[0].slot;
	bool down = keys[0].down;
	if (order == XAP_BY_KEYS)
		k ? e.set_sort_by_key(k, false)
		  : e.set_sort_by_value(slot, down);
	else if (order == XAP_BY_KEYS_THEN_SCORE)
		k ? e.set_sort_by_key_then_relevance(k, false)
		  : e.set_sort_by_value_then_relevance(slot, down);
	else
		k ? e.set_sort_by_relevance_then_key(k, false)
		  : e.set_sort_by_relevance_then_value(slot, down);
}

static Xapian::Enquire::docid_order order_of(enum xap_rest rest)
{
	switch (rest) {
	case XAP_UP:
		return Xapian::Enquire::ASCENDING;
	case XAP_DOWN:
		return Xapian::Enquire::DESCENDING;
	case XAP_ANY:
		return Xapian::Enquire::DONT_CARE;
	}
	throw Xapian::InvalidArgumentError("no such order");
}

static Xapian::RSet relevance(const uint32_t *docs, uint32_t count)
{
	Xapian::RSet set;
	for (uint32_t i = 0; i < count; i++)
		set.add_document(docs[i]);
	return set;
}

static void ask(struct xap_result *r, const struct xap_query *query,
	const struct xap_search *how)
{
	Xapian::Enquire &e = r->enquire;
	e.set_query(query->query, how->query_length);
	set_scheme(e, how);
	e.set_docid_order(order_of(how->rest));
	if (how->order != XAP_BY_SCORE)
		set_keys(e, how->order, how->keys, how->key_count);
	e.set_cutoff(how->min_percent, how->min_score);
	e.set_time_limit(how->time_limit);
	if (how->collapse)
		e.set_collapse_key(how->collapse_slot, how->collapse);
	for (uint32_t i = 0; i < how->count_slots_count; i++) {
		r->spies.emplace_back(
			new Xapian::ValueCountMatchSpy(how->count_slots[i]));
		e.add_matchspy(r->spies.back().get());
	}
}

/* Only what was asked for has texts. */
static void read_hits(struct xap_result *r, const struct xap_search *how)
{
	bool texts = how->collapse || how->order != XAP_BY_SCORE;
	r->hits.reserve(r->set.size());
	r->texts.reserve(texts ? 2 * (size_t)r->set.size() : 0);
	for (auto i = r->set.begin(); i != r->set.end(); ++i) {
		struct xap_hit hit = {};
		hit.doc = *i;
		hit.rank = i.get_rank();
		hit.score = i.get_weight();
		hit.percent = i.get_percent();
		hit.collapsed = i.get_collapse_count();
		if (texts) {
			r->texts.push_back(i.get_collapse_key());
			hit.collapse_value = str_of(r->texts.back());
			r->texts.push_back(i.get_sort_key());
			hit.sort_key = str_of(r->texts.back());
		}
		r->hits.push_back(hit);
	}
}

/* Where a shard fails, others wait for what is no longer asked of them. */
static void hang_up(struct xap_db *db)
{
	for (xap_shard &shard : db->shards) {
		if (!shard.from.port)
			continue;
		db->broken = true;
		guarded(NULL, [&] { shard.db.close(); });
	}
}

static Xapian::MSet match(struct xap_db *db, const Xapian::Enquire &e,
	const struct xap_search *how)
{
	Xapian::RSet known = relevance(how->relevant, how->relevant_count);
	uint32_t check = how->exact ? db->db.get_doccount() : how->check;
	try {
		return e.get_mset(how->offset, how->limit, check,
			known.empty() ? NULL : &known);
	} catch (...) {
		hang_up(db);
		throw;
	}
}

enum status xap_db_search(struct xap_db *db, const struct xap_query *query,
	const struct xap_search *how, struct xap_result **out,
	struct error *err)
{
	return guarded(err, [&] {
		std::unique_ptr<struct xap_result> r(new xap_result{
			Xapian::Enquire(db->db), {}, {}, {}, {}});
		ask(r.get(), query, how);
		r->set = match(db, r->enquire, how);
		r->enquire.clear_matchspies();
		read_hits(r.get(), how);
		*out = r.release();
	});
}

void xap_result_free(struct xap_result *result)
{
	freed(result);
}

const struct xap_hit *xap_result_hits(
	const struct xap_result *result, uint32_t *count)
{
	*count = (uint32_t)result->hits.size();
	return result->hits.data();
}

void xap_result_totals(
	const struct xap_result *result, struct xap_totals *totals)
{
	const Xapian::MSet &set = result->set;
	*totals = {};
	totals->low = set.get_matches_lower_bound();
	totals->estimate = set.get_matches_estimated();
	totals->high = set.get_matches_upper_bound();
	totals->all_low = set.get_uncollapsed_matches_lower_bound();
	totals->all_estimate = set.get_uncollapsed_matches_estimated();
	totals->all_high = set.get_uncollapsed_matches_upper_bound();
	totals->best = set.get_max_attained();
	totals->possible = set.get_max_possible();
}

/* Xapian does not look. */
static Xapian::MSetIterator hit_at(
	const struct xap_result *result, uint32_t hit)
{
	if (hit >= result->set.size())
		throw Xapian::InvalidArgumentError("there is no such hit");
	return result->set[hit];
}

enum status xap_result_fetch(struct xap_result *result, uint32_t from,
	uint32_t count, struct error *err)
{
	return guarded(err, [&] {
		if (count > 0)
			result->set.fetch(hit_at(result, from),
				hit_at(result, from + count - 1));
	});
}

enum status xap_result_doc(const struct xap_result *result, uint32_t hit,
	struct xap_doc **out, struct error *err)
{
	return guarded(err, [&] {
		*out = new xap_doc{hit_at(result, hit).get_document()};
	});
}

enum status xap_result_terms(const struct xap_result *result, uint32_t hit,
	struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		const Xapian::Enquire &e = result->enquire;
		Xapian::MSetIterator i = hit_at(result, hit);
		*out = walk(e, e.get_matching_terms_begin(i),
			e.get_matching_terms_end(i), read_text);
	});
}

enum status xap_result_term(const struct xap_result *result, struct str term,
	uint32_t *docs, double *score, struct error *err)
{
	return guarded(err, [&] {
		std::string name = text_of(term);
		uint32_t n = result->set.get_termfreq(name);
		*score = result->set.get_termweight(name);
		*docs = n;
	});
}

enum status xap_result_values(const struct xap_result *result, uint32_t which,
	uint32_t limit, uint32_t *seen, struct xap_walk **out,
	struct error *err)
{
	return guarded(err, [&] {
		if (which >= result->spies.size())
			throw Xapian::InvalidArgumentError(
				"values of that slot were not counted");
		const spy &s = result->spies[which];
		*out = walk(0, s->top_values_begin(limit),
			s->top_values_end(limit), read_frequency);
		if (seen)
			*seen = s->get_total();
	});
}

static void read_worth(const Xapian::ESetIterator &at, struct xap_walk *walk,
	struct xap_item *item)
{
	walk->text = *at;
	item->text = str_of(walk->text);
	item->weight = at.get_weight();
}

enum status xap_db_expand(const struct xap_db *db, const struct xap_expand *how,
	struct xap_walk **out, struct error *err)
{
	return guarded(err, [&] {
		Xapian::Enquire e(db->db);
		if (how->but)
			e.set_query(how->but->query);
		e.set_expansion_scheme(
			how->bo1 ? "bo1" : "trad", how->k > 0 ? how->k : 1.0);
		Xapian::ExpandDeciderFilterPrefix begins(text_of(how->prefix));
		Xapian::ESet set = e.get_eset(how->limit,
			relevance(how->relevant, how->relevant_count),
			how->exact ? Xapian::Enquire::USE_EXACT_TERMFREQ : 0,
			how->prefix.len ? &begins : NULL, how->min_worth);
		*out = walk(set, set.begin(), set.end(), read_worth);
	});
}
