/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/kernels.h"

#include <math.h>

enum { N = BITPACK_COUNT, DOCS = 20000 };

struct sample {
	uint32_t ids[N], freqs[N];
	unsigned count;
};

static uint32_t skewed(struct rng *r, unsigned most)
{
	return (uint32_t)(rng_next(r) >> 33 >> rng_below(r, 32)) % most;
}

static void fill(struct sample *s, struct rng *r)
{
	uint32_t id = (uint32_t)rng_below(r, DOCS / 2);
	s->count = rng_below(r, 2) ? N : 1 + (unsigned)rng_below(r, N);
	for (unsigned i = 0; i < N; i++) {
		bool is = i < s->count;
		s->ids[bitpack_slot(i)] = is ? id : UINT32_MAX;
		s->freqs[bitpack_slot(i)] = is ? 1 + skewed(r, 1000000) : 0;
		id += 1 + (uint32_t)rng_below(r, DOCS / 2 / N - 1);
	}
}

static struct score params(struct rng *r)
{
	float average = 1 + (float)rng_below(r, 2000);
	return (struct score){.weight = 0.1f + (float)rng_below(r, 1000) / 50,
		.base = 1.2f * 0.25f,
		.slope = 1.2f * 0.75f / average};
}

static void scores(const struct kernel *k, struct rng *r)
{
	uint16_t *lengths = guarded_alloc(DOCS * sizeof *lengths);
	uint32_t *longer = guarded_alloc(DOCS * sizeof *longer);
	for (unsigned i = 0; i < DOCS; i++) {
		lengths[i] = (uint16_t)skewed(r, 65536);
		longer[i] = skewed(r, 1u << 31);
	}
	for (unsigned round = rounds(500); round > 0; round--) {
		struct sample sample;
		struct score s = params(r);
		float expected[N], *out = guarded_alloc(sizeof expected);
		fill(&sample, r);
		s.lengths = round % 2 ? lengths : NULL;
		s.long_lengths = longer;
		score_scalar.block(&s, sample.ids, sample.freqs, expected);
		k->score->block(&s, sample.ids, sample.freqs, out);
		assert_memory_equal(out, expected, sizeof expected);
		for (unsigned i = sample.count; i < N; i++)
			assert_true(out[bitpack_slot(i)] == 0);
		guarded_free(out, sizeof expected);
	}
	guarded_free(lengths, DOCS * sizeof *lengths);
	guarded_free(longer, DOCS * sizeof *longer);
}

static void every_kernel_scores(void **state)
{
	(void)state;
	with_every_kernel(scores);
}

/* Sums of up to 64 scores of one document, exactly and in float. */
static void floor_rules_nothing_out_wrongly(void **state)
{
	(void)state;
	struct rng r;
	double worst = 0;
	rng_init(&r, seed());
	for (unsigned round = rounds(3000); round > 0; round--) {
		unsigned terms = 1 + (unsigned)rng_below(&r, 64);
		uint32_t length = skewed(&r, 1u << 31), ids[N] = {0};
		double sum = 0, average = 1 + (double)rng_below(&r, 3000);
		float total = 0;
		for (unsigned i = 0; i < terms; i++) {
			uint32_t freqs[N] = {1 + skewed(&r, 1u << 30)};
			double tf = freqs[0],
			       out = 0.3 + 0.9 / average * length;
			double weight = 0.01 + (double)rng_below(&r, 1000) / 77;
			float some[N];
			struct score s = {(float)weight, 0.3f,
				(float)(0.9 / average), NULL, &length};
			score_scalar.block(&s, ids, freqs, some);
			total += some[0];
			sum += weight * tf / (out + tf);
		}
		double wrong = fabs(total - sum) / sum * 0x1p24 / (terms + 8);
		worst = wrong > worst ? wrong : worst;
		assert_true(total >= score_floor(sum, terms));
	}
	assert_true(worst < 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kernel_scores),
		cmocka_unit_test(floor_rules_nothing_out_wrongly),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
