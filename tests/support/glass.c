/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/glass.h"
#include "tests/support/test.h"

void glass_ok(enum status status, const struct error *err)
{
	if (status != OK)
		fail_msg("%s: %s", status_text(status), err->text);
}

struct xap_doc *glass_doc(const char *text)
{
	struct str rest = str_from(text), word, last = {0};
	struct buf id = {0};
	struct xap_doc *doc;
	assert_int_equal(xap_doc_new(&doc), OK);
	for (uint32_t at = 1; str_next_word(&rest, &word); at++) {
		assert_int_equal(xap_doc_add_posting(doc, word, at, 1), OK);
		last = word;
		if (at > 1)
			continue;
		buf_putc(&id, 'Q');
		buf_put_str(&id, word);
		assert_int_equal(xap_doc_add_term(doc, buf_str(&id), 0), OK);
	}
	assert_int_equal(xap_doc_set_number(doc, 0, (double)strlen(text)), OK);
	assert_int_equal(xap_doc_set_value(doc, 1, last), OK);
	assert_int_equal(xap_doc_set_data(doc, str_from(text)), OK);
	buf_release(&id);
	return doc;
}

void glass_add(struct xap_writer *writer, const char *text)
{
	struct error err = {0};
	struct xap_doc *doc = glass_doc(text);
	glass_ok(xap_writer_add(writer, doc, NULL, &err), &err);
	xap_doc_free(doc);
}

char *glass_make(const char *dir, const char *name, const char *const *texts,
	unsigned count)
{
	struct error err = {0};
	struct buf path = {0};
	buf_printf(&path, "%s/%s", dir, name);
	buf_putc(&path, 0);
	assert_int_equal(path.status, OK);
	struct xap_writer *writer = glass_writer(path.p);
	for (unsigned i = 0; i < count; i++)
		glass_add(writer, texts[i]);
	glass_ok(xap_writer_commit(writer, &err), &err);
	xap_writer_free(writer);
	return path.p;
}

struct xap_db *glass_open(const char *path)
{
	struct error err = {0};
	struct xap_db *db = NULL;
	glass_ok(xap_db_open(path, &db, &err), &err);
	return db;
}

struct xap_writer *glass_writer(const char *path)
{
	struct error err = {0};
	struct xap_writer *writer = NULL;
	glass_ok(xap_writer_open(path, NULL, &writer, &err), &err);
	return writer;
}

struct xap_query *glass_term(const char *term)
{
	struct xap_query *q = NULL;
	assert_int_equal(xap_query_term(str_from(term), 1, &q), OK);
	return q;
}

void glass_walk(struct xap_walk *walk, struct buf *out)
{
	struct error err = {0};
	struct xap_item item;
	while (xap_walk_next(walk, &item))
		buf_printf(out, STR_FMT "/%u/%u ", STR_ARG(item.text),
			item.number, item.count);
	glass_ok(xap_walk_close(walk, &err), &err);
}

void glass_walk_is(struct xap_walk *walk, const char *want)
{
	struct buf got = {0};
	glass_walk(walk, &got);
	buf_putc(&got, 0);
	assert_int_equal(got.status, OK);
	assert_string_equal(got.p, want);
	buf_release(&got);
}
