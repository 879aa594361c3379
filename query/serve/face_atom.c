/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RFC 4287, with the elements of OpenSearch 1.1 for totals. */
#include "query/serve/answer.h"
#include "query/serve/escape.h"
#include "query/view.h"

#include <time.h>

enum { TIME_MAX = 32 };

/* What has no date is as old as time: a feed must have one, and readers are to
 * show nothing as new that is not. */
static const char *time_of(int64_t seconds, char out[TIME_MAX])
{
	struct tm tm;
	time_t t = seconds == RECORD_NO_TIME ? 0 : (time_t)seconds;
	if (!gmtime_r(&t, &tm) || tm.tm_year < -1900 || tm.tm_year > 8099)
		return "1970-01-01T00:00:00Z";
	strftime(out, TIME_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm);
	return out;
}

static void put_element(struct buf *out, const char *name, struct str text)
{
	buf_printf(out, "<%s>", name);
	escape_markup(out, text);
	buf_printf(out, "</%s>\n", name);
}

static void put_entry(const struct view *view, struct buf *out)
{
	const struct record *r = &view->record;
	char text[TIME_MAX];
	int64_t changed = r->modified != RECORD_NO_TIME ? r->modified : r->date;
	struct buf html = {0};
	buf_puts(out, "<entry>\n");
	put_element(out, "title", r->title.len ? r->title : r->id);
	buf_puts(out, "<id>");
	if (escape_is_link(r->url) && str_find(r->url, 0, ':') < r->url.len) {
		escape_markup(out, r->url);
	} else { /* an absolute address that nobody else gives away */
		buf_puts(out, "urn:meju:");
		escape_part(out, r->id);
	}
	buf_puts(out, "</id>\n");
	if (escape_is_link(r->url)) {
		buf_puts(out, "<link href=\"");
		escape_markup(out, r->url);
		buf_puts(out, "\"/>\n");
	}
	put_element(out, "updated", str_from(time_of(changed, text)));
	if (r->date != RECORD_NO_TIME)
		put_element(out, "published", str_from(time_of(r->date, text)));
	for (uint32_t i = 0; i < r->authors.len; i++) {
		buf_puts(out, "<author>");
		put_element(out, "name", r->authors.v[i]);
		buf_puts(out, "</author>\n");
	}
	for (uint32_t i = 0; i < r->tags.len; i++) {
		buf_puts(out, "<category term=\"");
		escape_markup(out, r->tags.v[i]);
		buf_puts(out, "\"/>\n");
	}
	view_passage(view, SNIPPET_HTML, &html);
	buf_puts(out, "<summary type=\"html\">");
	escape_markup(out, buf_str(&html));
	buf_puts(out, "</summary>\n</entry>\n");
	if (html.status != OK)
		out->status = html.status;
	buf_release(&html);
}

static void put_head(const struct answer *a, struct buf *out)
{
	const struct search_request *q = &a->parameters->request;
	buf_puts(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
		      "<feed xmlns=\"http://www.w3.org/2005/Atom\" "
		      "xmlns:opensearch=\"http://a9.com/-/spec/opensearch/"
		      "1.1/\">\n<title>Search: ");
	escape_markup(out, q->query);
	buf_puts(out, "</title>\n<author><name>meju</name></author>\n<id>");
	escape_markup(out, a->site);
	answer_link(a, STR("format"), STR("atom"), out);
	buf_puts(out, "</id>\n<link rel=\"self\" "
		      "type=\"application/atom+xml\" href=\"");
	escape_markup(out, a->site);
	answer_link(a, STR("format"), STR("atom"), out);
	buf_puts(out, "\"/>\n<link rel=\"alternate\" type=\"text/html\" "
		      "href=\"");
	escape_markup(out, a->site);
	answer_link(a, STR("format"), STR("html"), out);
	buf_puts(out, "\"/>\n");
	buf_printf(out,
		"<opensearch:totalResults>%llu</opensearch:totalResults>\n"
		"<opensearch:startIndex>%u</opensearch:startIndex>\n"
		"<opensearch:itemsPerPage>%u</opensearch:itemsPerPage>\n",
		(unsigned long long)a->result->total, q->offset + 1, q->limit);
}

enum status face_atom(struct answer *a, struct buf *out, struct error *err)
{
	const struct search_result *r = a->result;
	const struct view_parts parts = {2, 200, 0, 0};
	int64_t latest = RECORD_NO_TIME;
	struct buf entries = {0};
	struct viewer viewer = {0};
	char text[TIME_MAX];
	enum status status = viewer_begin(&viewer, a->searcher, r, err);
	for (uint32_t i = 0; i < r->count && status == OK; i++) {
		const struct view *view;
		status = viewer_show(&viewer, &r->hits[i], &parts, &view, err);
		if (status != OK)
			break;
		put_entry(view, &entries);
		int64_t changed = view->record.modified != RECORD_NO_TIME
					  ? view->record.modified
					  : view->record.date;
		latest = changed > latest ? changed : latest;
	}
	put_head(a, out);
	put_element(out, "updated", str_from(time_of(latest, text)));
	buf_put_str(out, buf_str(&entries));
	buf_puts(out, "</feed>\n");
	if (entries.status != OK)
		out->status = entries.status;
	buf_release(&entries);
	viewer_release(&viewer);
	return status;
}
