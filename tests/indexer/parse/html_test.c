/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/indexer/parse/parsed.h"

static const char page[] =
	"<!doctype html><html lang=de-AT><head>\n"
	"<title>Skin &amp; Gut | The Magazine</title>\n"
	"<meta name=description content='What it is about'>\n"
	"<meta property='og:description' content='Better'>\n"
	"<meta name=keywords content='skin, gut'>\n"
	"<meta name=author content=Eva><link rel=canonical href=/skin>\n"
	"<meta property='article:published_time' content='2024-02-13'>\n"
	"</head><body><header>Banner</header><nav>Menu</nav>\n"
	"<main><header><h1>Skin &amp; Gut</h1></header>\n"
	"<p>One <b>bo</b>ld\nline.<!--googleoff: index-->x<!--googleon: "
	"index-->"
	"</p>\n"
	"<h2 id=two>Two <a class=headerlink href='#two'>\u00b6</a></h2>\n"
	"<pre>a\n  b</pre><img alt=Picture src=x>\n"
	"<section id=s3><h3>Three</h3>c<br>d<aside>no</aside></section>\n"
	"<div data-pagefind-ignore>no</div><p "
	"data-pagefind-meta='mood:calm'>e\n"
	"</main><footer>no</footer></body></html>";

static void a_page(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct document *d = parsed_one(&t, "a.html", page);
	assert_str(d->title, "Skin & Gut");
	assert_str(d->description, "Better");
	assert_str(d->language, "de-AT");
	assert_str(d->url, "/skin");
	assert_list(&d->tags, "skin|gut");
	assert_list(&d->authors, "Eva");
	assert_int_equal(d->date, 1707782400);
	assert_text(d, "One bold line.\n\na\n  b\n\nPicture\n\nc d\n\ne");
	assert_int_equal(d->sections.len, 3);
	assert_str(d->sections.v[1].heading, "Two");
	assert_str(d->sections.v[1].anchor, "two");
	assert_str(d->sections.v[2].anchor, "s3");
	assert_int_equal(d->sections.v[1].line, 12);
	assert_int_equal(document_line(d, 0), 10);
	assert_int_equal(document_line(d, d->sections.v[1].off), 13);
	assert_str(d->extras.v[0].key, "mood");
	assert_str(d->extras.v[0].json, "\"calm\"");
	parser_release(&t.p);
}

static void linked_data(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct document *d = parsed_one(&t, "a.html",
		"<title>x</title><meta name=author content=Other>"
		"<script type='application/ld+json'>//<![CDATA[\n"
		"{\"@graph\":[{\"@type\":\"WebSite\",\"name\":\"no\"},{\"@"
		"type\":"
		"[\"NewsArticle\"],\"headline\":\"H\",\"author\":[{\"name\":"
		"\"A\"}"
		",\"B\"],\"datePublished\":\"2024-02-13\",\"keywords\":\"a, "
		"b\","
		"\"articleSection\":\"S\"}]}\n//]]></script><p>text");
	assert_str(d->title, "H");
	assert_list(&d->authors, "A|B");
	assert_list(&d->tags, "a|b");
	assert_list(&d->categories, "S");
	assert_int_equal(d->date, 1707782400);
	assert_text(d, "text");
	parser_release(&t.p);
}

static void main_content(void **state)
{
	(void)state;
	static const struct {
		const char *html, *text;
	} cases[] = {
		{"<body>a<div data-pagefind-body>b</div><main>c</main>", "b"},
		{"<body>a<main>b</main><article>c</article>", "b"},
		{"<body>a<div role=main>b</div>", "b"},
		{"<body>a<article>b</article>", "b"},
		{"<body>a<article>b</article><article>c</article>",
			"a\n\nb\n\nc"},
		{"<body><div class='x post-content'>b</div>c", "b"},
		{"<body>a<nav>x</nav><div class=sidebar>y</div><p hidden>z",
			"a"},
		{"<form><p>all in a form</form>", "all in a form"},
		{"<template>x</template>y", "y"},
		{"", ""},
	};
	struct parsed t = {0};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_text(
			parsed_one(&t, "a.html", cases[i].html), cases[i].text);
	assert_true(parsed_one(
		&t, "a.html", "<meta name=robots content='nofollow, NOINDEX'>a")
			    ->noindex);
	assert_true(parsed_one(&t, "a.html", "<meta name=robots content=none>a")
			    ->noindex);
	assert_false(parsed_one(
		&t, "a.html", "<meta name=robots content=noarchive>a")
			     ->noindex);
	parser_release(&t.p);
}

static void deep_pages_lose_their_structure_only(void **state)
{
	(void)state;
	struct parsed t = {0};
	struct buf b = {0};
	buf_puts(&b, "<title>Deep &amp; far</title>");
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, "<div>");
	buf_puts(&b, "<p>a &lt;b<script>no</script>");
	parsed_bytes(&t, "a.html", buf_str(&b));
	assert_str(t.p.doc.title, "Deep & far");
	assert_text(&t.p.doc, "a <b");
	assert_int_equal(t.p.doc.warnings.len, 1);
	buf_release(&b);
	parser_release(&t.p);
}

/* All inputs of html5lib's tree construction tests, without a fault. */
static void html5lib_inputs(void **state)
{
	(void)state;
	static const char *const names[] = {"adoption01", "adoption02",
		"blocks", "comments01", "doctype01", "domjs-unsafe",
		"entities01", "entities02", "foreign-fragment", "html5test-com",
		"inbody01", "isindex", "main-element", "math",
		"menuitem-element", "namespace-sensitivity", "noscript01",
		"plain-text-unsafe", "quirks01", "ruby", "scriptdata01",
		"search-element", "svg", "tables01", "template", "tests1",
		"tests2", "tests3", "tests4", "tests5", "tests6", "tests7",
		"tests8", "tests9", "tests10", "tests11", "tests12", "tests14",
		"tests15", "tests16", "tests17", "tests18", "tests19",
		"tests20", "tests21", "tests22", "tests23", "tests24",
		"tests25", "tests26", "tests_innerHTML_1", "tricky01",
		"void-in-phrasing", "webkit01", "webkit02"};
	struct parsed t = {0};
	unsigned inputs = 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char file[200];
		snprintf(file, sizeof file,
			"conformance/html5lib-tests/tree-construction/%s.dat",
			names[i]);
		const char *path = shared_file(file);
		if (!path)
			skip();
		struct buf b = read_all(path);
		buf_putc(&b, 0);
		for (char *p = b.p; (p = strstr(p, "#data\n"));) {
			p += 6;
			char *end = strstr(p, "\n#errors");
			if (!end)
				break;
			parsed_bytes(&t, "a.html",
				(struct str){p, (size_t)(end - p)});
			inputs++;
			p = end;
		}
		buf_release(&b);
	}
	assert_true(inputs > 1500);
	parser_release(&t.p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page),
		cmocka_unit_test(linked_data),
		cmocka_unit_test(main_content),
		cmocka_unit_test(deep_pages_lose_their_structure_only),
		cmocka_unit_test(html5lib_inputs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
