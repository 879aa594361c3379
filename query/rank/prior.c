/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/rank/prior.h"

#include <math.h>

/* Beyond it a boost counts no more. */
static const double BOOST_LOGARITHM = 4;

static double clamp(double v, double low, double high)
{
	return v < low ? low : v > high ? high : v;
}

/* Of a boost in thousandths. */
static double logarithm(int64_t boost)
{
	if (boost == RECORD_NO_TIME)
		return 0;
	return clamp(
		log2((double)boost / 1000), -BOOST_LOGARITHM, BOOST_LOGARITHM);
}

double prior_recency(const struct prior *p, uint32_t doc)
{
	if (p->recency == 0)
		return 0;
	int64_t date = column_number(&p->dates, doc);
	if (date == RECORD_NO_TIME)
		return 0;
	double age = date < p->now ? (double)p->now - (double)date : 0;
	return p->recency * (p->floor + (1 - p->floor) * exp2(-age * p->decay));
}

double prior_boost(const struct prior *p, uint32_t doc)
{
	if (p->boost == 0)
		return 0;
	return p->boost * logarithm(column_number(&p->boosts, doc));
}

double prior_get(const struct prior *p, uint32_t doc)
{
	return prior_recency(p, doc) + prior_boost(p, doc);
}

/* *weight becomes 0 if the leaf has no such column. */
static enum status open_column(struct column *c, const struct leaf *leaf,
	enum column_id id, double *weight)
{
	if (*weight == 0)
		return OK;
	enum status status = column_open(c, &leaf->segment, id, NULL);
	if (status != ERR_NOT_FOUND)
		return status;
	*weight = 0;
	return OK;
}

/* Bounds of what boosts there are, so that few and small ones spoil little of
 * the pruning. */
static void find_bounds(struct prior *p, uint32_t docs)
{
	int64_t low = 1000, high = 1000;
	for (uint32_t d = 0; d < docs && p->boost > 0; d++) {
		int64_t v = column_number(&p->boosts, d);
		if (v == RECORD_NO_TIME)
			continue;
		low = v < low ? v : low;
		high = v > high ? v : high;
	}
	p->low = p->boost * logarithm(low);
	p->high = p->boost * logarithm(high) + p->recency;
}

enum status prior_open(struct prior *p, const struct leaf *leaf,
	const struct rank_settings *s, double ceiling, int64_t now)
{
	*p = (struct prior){.recency = s->recency * ceiling,
		.boost = s->boost * ceiling,
		.floor = s->floor,
		.decay = s->half_life > 0 ? 1 / (double)s->half_life : 0,
		.now = now};
	enum status status =
		open_column(&p->dates, leaf, COLUMN_DATE, &p->recency);
	if (status == OK)
		status = open_column(&p->boosts, leaf, COLUMN_BOOST, &p->boost);
	if (status == OK)
		find_bounds(p, leaf->segment.docs);
	return status;
}
