/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/test.h"
#include "common/text/language.h"

static void assert_detected(const char *text, const char *code)
{
	struct str got = language_code(language_detect(str_from(text)));
	if (!str_eq(got, str_from(code)))
		fail_msg("%s: got \"%.*s\", expected \"%s\"", text,
			STR_ARG(got), code);
}

static void test_sentences(void **state)
{
	(void)state;
	assert_detected("The gut and the skin", "en");
	assert_detected("How to read a label", "en");
	assert_detected("Der Darm und die Haut", "de");
	assert_detected("La peau et les intestins sont li\u00e9s", "fr");
	assert_detected("La piel y el intestino", "es");
	assert_detected("A pele e o intestino n\u00e3o s\u00e3o", "pt");
	assert_detected("La pelle e l'intestino sono della stessa", "it");
	assert_detected("De huid en het darmkanaal zijn", "nl");
	assert_detected("Huden och tarmen \u00e4r f\u00f6r", "sv");
	assert_detected("Iho ja suolisto ovat my\u00f6s", "fi");
	assert_detected("B\u00f6r \u00e9s b\u00e9l, hogy nem csak egy", "hu");
	assert_detected("Cilt ve ba\u011f\u0131rsak i\u00e7in bir", "tr");
	assert_detected("Sk\u00f3ra i jelita s\u0105 ze sob\u0105", "pl");
	assert_detected("Da v\u00e0 ru\u1ed9t c\u1ee7a ng\u01b0\u1eddi", "vi");
}

static void test_scripts(void **state)
{
	(void)state;
	assert_detected("\u76ae\u819a\u548c\u80a0\u9053", "zh");
	assert_detected("\u76ae\u819a\u3068\u8178", "ja");
	assert_detected("\ud53c\ubd80\uc640 \uc7a5", "ko");
	assert_detected("\u0e1c\u0e34\u0e27", "th");
	assert_detected("\u03b4\u03ad\u03c1\u03bc\u03b1", "el");
	assert_detected("\u05e2\u05d5\u05e8", "he");
	assert_detected("\u0627\u0644\u062c\u0644\u062f", "ar");
	assert_detected("\u067e\u0648\u0633\u062a \u06a9\u0647", "fa");
	assert_detected("\u0924\u094d\u0935\u091a\u093e", "hi");
	assert_detected("\u043a\u043e\u0436\u0430 \u0438 \u0447\u0442\u043e "
			"\u0431\u044b\u043b\u043e",
		"ru");
	assert_detected("\u0448\u043a\u0456\u0440\u0430 \u0442\u0430 "
			"\u0454 \u0446\u0435",
		"uk");
}

static void test_nothing_speaks(void **state)
{
	(void)state;
	assert_detected("", "");
	assert_detected("12 345 !?", "");
	assert_detected("lorem ipsum dolor", "");
	assert_detected("\xff\xfe\x80", "");
}

/* A set of judged documents: at most `wrong` are not in the language. */
static void assert_set(const char *name, const char *code, unsigned wrong)
{
	char path[128];
	snprintf(path, sizeof path, "%s/corpus.jsonl", name);
	const char *file = shared_file(path);
	if (!file)
		return;
	struct buf b = read_all(file);
	unsigned bad = 0, documents = 0;
	language want = language_find(str_from(code));
	for (size_t at = 0; at < b.len; documents++) {
		size_t end = str_find(buf_str(&b), at, '\n');
		struct str line = str_slice(buf_str(&b), at, end);
		static const char key[] = "\"text\": \"";
		const char *text = memmem(line.p, line.len, key, strlen(key));
		assert_non_null(text);
		text += strlen(key);
		size_t len = (size_t)(line.p + line.len - text);
		bad += language_detect((struct str){text, len}) != want;
		at = end + 1;
	}
	if (bad > wrong)
		fail_msg("%s: %u of %u are wrong", name, bad, documents);
	buf_release(&b);
}

static void test_judged_sets(void **state)
{
	(void)state;
	assert_set("ir/nfcorpus", "en", 40);
	assert_set("ir/scifact", "en", 2);
	assert_set("ir_i18n/jaquad-dev-ja", "ja", 0);
	static const char *const codes[] = {"ar", "de", "el", "en", "es", "hi",
		"ro", "ru", "th", "tr", "vi", "zh"};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		char name[64];
		snprintf(name, sizeof name, "ir_i18n/xquad-%s", codes[i]);
		assert_set(name, codes[i], 2);
	}
}

/* A word of two languages counts half for each. */
static void leads(void **state)
{
	struct language_lead lead;
	(void)state;
	language l = language_detect_lead(
		STR("Die Katze und der Hund sind nicht die Maus"), &lead);
	assert_string_equal(language_code(l).p, "de");
	assert_int_equal(lead.best, l);
	assert_int_equal(lead.total, 9);
	assert_true(lead.words > lead.next && lead.words <= 9);
	l = language_detect_lead(STR(""), &lead);
	assert_int_equal(l, LANGUAGE_NONE);
	assert_true(lead.words == 0 && lead.total == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_scripts),
		cmocka_unit_test(test_nothing_speaks),
		cmocka_unit_test(leads),
		cmocka_unit_test(test_judged_sets),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
