/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/webpage.h"
#include "query/serve/escape.h"

void webpage_begin(struct buf *out, struct str root, struct str title)
{
	buf_puts(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n"
		      "<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" "
		      "content=\"width=device-width, initial-scale=1\">\n"
		      "<meta name=\"robots\" content=\"noindex\">\n<title>");
	escape_markup(out, title);
	buf_puts(out, title.len ? " - Search</title>\n" : "Search</title>\n");
	buf_puts(out, "<link rel=\"stylesheet\" href=\"");
	escape_markup(out, root);
	buf_puts(out, "/meju.css\">\n<link rel=\"search\" title=\"Search\" "
		      "type=\"application/opensearchdescription+xml\" "
		      "href=\"");
	escape_markup(out, root);
	buf_puts(out, "/opensearch.xml\">\n");
}

void webpage_form(struct buf *out, struct str root, struct str query)
{
	buf_puts(out, "</head>\n<body class=\"meju-page\">\n<header>\n"
		      "<form role=\"search\" action=\"");
	escape_markup(out, root);
	buf_puts(out, "/search\">\n<input type=\"search\" name=\"q\" "
		      "aria-label=\"Search\" value=\"");
	escape_markup(out, query);
	buf_puts(out, "\">\n");
}

void webpage_link(struct buf *out, struct str url, struct str text)
{
	bool links = escape_is_link(url);
	if (links) {
		buf_puts(out, "<a href=\"");
		escape_markup(out, url);
		buf_puts(out, "\">");
	}
	buf_puts(out, "<bdi>");
	escape_markup(out, text);
	buf_puts(out, links ? "</bdi></a>" : "</bdi>");
}

void webpage_main(struct buf *out, struct str url, struct str heading)
{
	buf_puts(out, "<button>Search</button>\n</form>\n</header>\n<main>\n"
		      "<h1>");
	webpage_link(out, url, heading);
	buf_puts(out, "</h1>\n");
}

void webpage_end(struct buf *out)
{
	buf_puts(out, "</main>\n</body>\n</html>\n");
}
