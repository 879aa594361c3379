/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/html.h"

enum { CANDIDATES_MAX = 32 };

static bool has_any(const GumboNode *n, const char *attribute,
	const char *const *words, size_t count)
{
	if (!html_attribute(n, attribute).len)
		return false;
	for (size_t i = 0; i < count; i++)
		if (html_has_word(n, attribute, words[i]))
			return true;
	return false;
}

static bool is_dropped_tag(GumboTag tag, bool in_article)
{
	switch (tag) {
	case GUMBO_TAG_HEAD:
	case GUMBO_TAG_SCRIPT:
	case GUMBO_TAG_STYLE:
	case GUMBO_TAG_NOSCRIPT:
	case GUMBO_TAG_TEMPLATE:
	case GUMBO_TAG_IFRAME:
	case GUMBO_TAG_SVG:
	case GUMBO_TAG_FORM:
	case GUMBO_TAG_LABEL:
	case GUMBO_TAG_BUTTON:
	case GUMBO_TAG_SELECT:
	case GUMBO_TAG_TEXTAREA:
	case GUMBO_TAG_NAV:
	case GUMBO_TAG_FOOTER:
	case GUMBO_TAG_ASIDE:
		return true;
	case GUMBO_TAG_HEADER:
		return !in_article;
	default:
		return false;
	}
}

static bool is_dialog(const GumboElement *e)
{
	GumboStringPiece name = e->original_tag;
	if (e->tag != GUMBO_TAG_UNKNOWN)
		return false;
	gumbo_tag_from_original_text(&name);
	return str_eq_nocase(
		(struct str){name.data, name.length}, STR("dialog"));
}

static bool has_dropped_class(const GumboNode *n)
{
	static const char *const words[] = {"breadcrumbs", "breadcrumb",
		"sidebar", "pagination", "related", "related-posts", "share",
		"sharing", "cookie", "cookies", "cookie-banner", "gdpr",
		"comments", "toc", "table-of-contents", "headerlink", "sr-only",
		"visually-hidden", "sphinxsidebar"};
	return has_any(n, "class", words, sizeof words / sizeof *words);
}

static bool has_dropped_role(const GumboNode *n)
{
	static const char *const roles[] = {"navigation", "menu", "menubar",
		"complementary", "alert", "alertdialog", "dialog", "search",
		"banner", "contentinfo"};
	return has_any(n, "role", roles, sizeof roles / sizeof *roles);
}

/* data-pagefind-ignore="index" would keep metadata: for text it is the same. */
static bool is_marked(const GumboNode *n)
{
	return html_attribute(n, "hidden").p ||
	       str_eq_nocase(html_attribute(n, "aria-hidden"), STR("true")) ||
	       html_attribute(n, "data-pagefind-ignore").p ||
	       html_attribute(n, "data-search-exclude").p;
}

bool html_is_dropped(const GumboNode *n, bool in_article)
{
	const GumboElement *e = html_element(n);
	if (is_dropped_tag(e->tag, in_article) || is_dialog(e))
		return true;
	return e->attributes.length &&
	       (is_marked(n) || has_dropped_role(n) || has_dropped_class(n));
}

/* ---- the choice ---- */

struct choice {
	html_nodes marked;     /* data-pagefind-body            */
	html_nodes mains;      /* <main>, role=main             */
	html_nodes articles;   /* outermost <article>           */
	html_nodes candidates; /* classes that hold articles    */
	const GumboNode *body;
	enum status status;
};

static void put(struct choice *c, html_nodes *list, const GumboNode *n)
{
	if (list->len < CANDIDATES_MAX && vec_push(list, n) != OK)
		c->status = ERR_NOMEM;
}

static bool is_candidate(const GumboNode *n)
{
	static const char *const words[] = {"post", "entry-content",
		"post-content", "article-body", "article-content"};
	return has_any(n, "class", words, sizeof words / sizeof *words) ||
	       str_eq_nocase(html_attribute(n, "id"), STR("content"));
}

static bool consider(void *data, const GumboNode *n)
{
	struct choice *c = data;
	GumboTag tag = html_element(n)->tag;
	if (tag == GUMBO_TAG_BODY && !c->body)
		c->body = n;
	if (html_attribute(n, "data-pagefind-body").p) {
		put(c, &c->marked, n);
		return false;
	}
	if (tag == GUMBO_TAG_MAIN ||
		str_eq_nocase(html_attribute(n, "role"), STR("main")))
		put(c, &c->mains, n);
	else if (tag == GUMBO_TAG_ARTICLE ||
		 str_eq_nocase(
			 html_attribute(n, "itemprop"), STR("articleBody")))
		put(c, &c->articles, n);
	else if (is_candidate(n))
		put(c, &c->candidates, n);
	return tag != GUMBO_TAG_SCRIPT && tag != GUMBO_TAG_SVG;
}

static size_t text_len(const GumboNode *n, bool in_link, unsigned depth)
{
	const GumboElement *e = html_element(n);
	if (!e)
		return in_link ? 0 : str_trim(html_text(n)).len;
	if (depth == HTML_DEPTH_MAX || html_is_dropped(n, true))
		return 0;
	size_t len = 0;
	for (unsigned i = 0; i < e->children.length; i++)
		len += text_len(e->children.data[i],
			in_link || e->tag == GUMBO_TAG_A, depth + 1);
	return len;
}

/* The one with most text outside links; the outer one of equals. */
static const GumboNode *densest(const html_nodes *list)
{
	const GumboNode *best = NULL;
	size_t most = 0;
	for (size_t i = 0; i < list->len; i++) {
		size_t len = text_len(list->v[i], false, 0);
		if (len > most) {
			most = len;
			best = list->v[i];
		}
	}
	return best;
}

static const GumboNode *choose(struct choice *c, const char **why)
{
	*why = "<main>";
	if (c->mains.len)
		return densest(&c->mains);
	*why = "<article>";
	if (c->articles.len == 1)
		return c->articles.v[0];
	for (size_t i = 0; i < c->articles.len; i++)
		put(c, &c->candidates, c->articles.v[i]);
	/* Several articles are a list of them, if no frame holds them all. */
	*why = "class or id";
	return c->articles.len > 1 ? NULL : densest(&c->candidates);
}

enum status html_main(const GumboNode *root, html_nodes *out, const char **why)
{
	struct choice c = {0};
	html_each(root, consider, &c);
	*why = "data-pagefind-body";
	for (size_t i = 0; i < c.marked.len; i++)
		put(&c, out, c.marked.v[i]);
	if (!c.marked.len) {
		const GumboNode *one = choose(&c, why);
		if (!one)
			*why = "<body>";
		put(&c, out, one ? one : c.body ? c.body : root);
	}
	vec_release(&c.marked);
	vec_release(&c.mains);
	vec_release(&c.articles);
	vec_release(&c.candidates);
	return c.status;
}
