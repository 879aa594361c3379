/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/writer.h"
#include "tests/support/made.h"

static void no_message(void *data, struct str sentence)
{
	(void)data;
	fail_msg(STR_FMT, STR_ARG(sentence));
}

/* An index that has as many roots as there can be. */
static void roots(void **state)
{
	(void)state;
	static struct manifest_root all[MANIFEST_ROOTS_MAX];
	const char *folder = temp_dir();
	const struct writer_options options = {.folder = folder,
		.threads = 1,
		.memory = 64 << 20,
		.message = no_message};
	struct manifest m;
	struct writer w;
	struct error err = {0};
	uint32_t number;
	made_commit(folder, "a.jsonl", "{\"text\":\"salt\"}\n", NULL);
	assert_int_equal(manifest_read(&m, folder, &err), OK);
	for (size_t i = 0; i < MANIFEST_ROOTS_MAX; i++)
		all[i] = (struct manifest_root){.path = STR("/a")};
	m.roots = all;
	m.root_count = MANIFEST_ROOTS_MAX;
	assert_int_equal(manifest_write(&m, folder, &err), OK);
	assert_int_equal(writer_open(&w, &options, &err), OK);
	assert_int_equal(writer_root(&w, "/a", &number, &err), OK);
	assert_int_equal(writer_root(&w, "/b", &number, &err), ERR_LIMIT);
	assert_string_equal(err.text,
		"cannot follow /b as well: an index has room for 10000 "
		"folders; give one above them");
	writer_close(&w);
	manifest_release(&m);
	remove_tree(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(roots),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
