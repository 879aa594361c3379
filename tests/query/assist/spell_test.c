/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/assist/spell.h"
#include "tests/support/made.h"
#include "tests/support/test.h"

static struct snapshot snapshot;
static struct arena arena;
static struct corpus corpus;
static struct spell spell;
static char folder[256];

static int open_index(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "%s", temp_dir());
	made_commit(folder, "a.jsonl",
		"{\"id\":\"a\",\"text\":\"the gut microbiome, organ organs "
		"receive naïve Größe наука thee\"}\n"
		"{\"id\":\"b\",\"text\":\"the gut and its adress\"}\n",
		NULL);
	made_commit(folder, "b.jsonl",
		"{\"id\":\"c\",\"text\":\"the address of the gut\"}\n"
		"{\"id\":\"d\",\"text\":\"address, micro, biome, gate\"}\n",
		NULL);
	assert_int_equal(snapshot_open(&snapshot, folder, NULL), OK);
	corpus = (struct corpus){
		.leaves = (const struct leaf *const *)snapshot.leaves,
		.leaf_count = snapshot.leaf_count,
		.docs = 4};
	spell = (struct spell){.corpus = &corpus, .arena = &arena};
	return 0;
}

static int close_index(void **state)
{
	(void)state;
	snapshot_close(&snapshot);
	arena_release(&arena);
	remove_tree(folder);
	return 0;
}

static void guess(const char *typed, const char *wanted)
{
	struct spell_guess v[SPELL_GUESSES];
	uint32_t count;
	assert_int_equal(spell_word(&spell, str_from(typed), v, &count), OK);
	assert_true(count <= SPELL_GUESSES);
	for (uint32_t i = 0; i < count; i++) {
		assert_true(v[i].df > 0);
		assert_false(str_eq(v[i].text, str_from(typed)));
		assert_true(i == 0 || v[i].worth <= v[i - 1].worth);
	}
	struct str got = count ? v[0].text : STR("");
	if (!str_eq(got, str_from(wanted)))
		fail_msg("%s: " STR_FMT, typed, STR_ARG(got));
}

static void test_guesses(void **state)
{
	(void)state;
	guess("microbime", "microbiome");
	guess("micorbiom", "microbiome");
	guess("icrobiome", "microbiome");
	guess("recieve", "receive");
	guess("teh", "the");
	guess("addres", "address"); /* not adress, which is rarer */
	guess("naive", "na\u00efve");
	guess("gr\u00f6se", "gr\u00f6\u00dfe");
	guess("\u043d\u0443\u0430\u043a\u0430",
		"\u043d\u0430\u0443\u043a\u0430");
	guess("gutmicro", "gut micro");
	guess("zyzzyva", "");
	guess("", "");
	guess("g", "");
	guess("\xff\xff\xff\xff\xff\xff", "");
}

static void test_lengths(void **state)
{
	char text[2000];
	(void)state;
	memset(text, 'a', sizeof text);
	for (size_t n = 50; n < sizeof text; n *= 2) {
		text[n] = '\0';
		guess(text, "");
		text[n] = 'a';
	}
}

static void test_documents(void **state)
{
	uint64_t df;
	(void)state;
	assert_int_equal(spell_df(&spell, STR("address"), &df), OK);
	assert_int_equal(df, 2);
	assert_int_equal(spell_df(&spell, STR("addres"), &df), OK);
	assert_int_equal(df, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_guesses),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_documents),
	};
	return cmocka_run_group_tests(tests, open_index, close_index);
}
