/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/metadata.h"
#include "common/base/shortest.h"
#include "indexer/parse/date.h"

enum {
	NESTED_RANK =
		8, /* of members of params, extra ...: behind all others */
	EXTRA_MAX = 64 << 10, /* bytes of an extra's JSON */
};

struct rule {
	const char *key; /* in lower case without '-', '_', ' ' */
	/* Use the value; false: this rule has no use for it. */
	bool (*take)(struct metadata *m, const struct rule *rule,
		const struct value *v);
	enum field field;
	unsigned rank;
};

static void check(struct metadata *m, enum status status)
{
	if (m->status == OK)
		m->status = status;
}

void metadata_begin(struct metadata *m, struct document *d, int64_t now)
{
	*m = (struct metadata){.d = d, .now = now};
	memset(m->rank, RANK_NONE, sizeof m->rank);
}

static bool is_white(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f;
}

/* A copy with runs of white space as one space, cut at DOCUMENT_FIELD_MAX. */
static struct str tidy(struct metadata *m, struct str s, size_t max)
{
	char *to = arena_alloc(&m->d->arena, (s.len < max ? s.len : max) + 1);
	if (!to) {
		check(m, ERR_NOMEM);
		return (struct str){0};
	}
	size_t n = 0, at = 0;
	for (; at < s.len && n < max; at++) {
		if (!is_white(s.p[at]))
			to[n++] = s.p[at];
		else if (n && to[n - 1] != ' ')
			to[n++] = ' ';
	}
	/* Cut inside a character?  Then without its first bytes. */
	if (at < s.len && ((unsigned char)s.p[at] & 0xc0) == 0x80) {
		while (n && ((unsigned char)to[n - 1] & 0xc0) == 0x80)
			n--;
		n -= n > 0;
	}
	while (n && to[n - 1] == ' ')
		n--;
	return (struct str){to, n};
}

static bool offer_date(struct metadata *m, enum field f, struct str text)
{
	int64_t seconds;
	if (!date_parse(text, &seconds))
		return false;
	*document_date(m->d, f) = seconds;
	return true;
}

static void offer_item(
	struct metadata *m, enum field f, unsigned rank, struct str text)
{
	strings *list = document_list(m->d, f);
	if (rank < m->rank[f])
		list->len = 0;
	check(m, document_add(m->d, list, text));
}

bool metadata_offer(
	struct metadata *m, enum field f, unsigned rank, struct str text)
{
	bool is_list = f >= FIELD_NAME && f < FIELD_DATE;
	if (rank > m->rank[f] || (rank == m->rank[f] && !is_list))
		return false;
	text = str_trim(text);
	if (text.len == 0)
		return true;
	if (f >= FIELD_DATE) {
		if (!offer_date(m, f, text))
			return false;
	} else {
		/* an id that is cut might be that of another document */
		text = tidy(m, text,
			f == FIELD_ID ? DOCUMENT_ID_MAX + 1
				      : DOCUMENT_FIELD_MAX);
		if (text.len == 0)
			return true;
		if (is_list)
			offer_item(m, f, rank, text);
		else
			*document_text(m->d, f) = text;
	}
	if (rank < m->rank[f])
		m->d->origins[f] = m->by;
	m->rank[f] = (uint8_t)rank;
	return true;
}

bool metadata_split(struct metadata *m, enum field f, unsigned rank,
	struct str text, const char *at)
{
	if (rank > m->rank[f])
		return false;
	if (text.len == 0)
		return true;
	for (size_t from = 0, i = 0; i <= text.len; i++)
		if (i == text.len || (text.p[i] && strchr(at, text.p[i]))) {
			metadata_offer(m, f, rank, str_slice(text, from, i));
			from = i + 1;
		}
	return true;
}

/* ---- values ---- */

static bool is_scalar(const struct value *v)
{
	return v->kind == VALUE_STRING || v->kind == VALUE_NUMBER;
}

/* What stands for a thing: itself, or the name of an object. */
static bool value_name(const struct value *v, struct str *out)
{
	static const char *const keys[] = {"name", "label", "title", "text"};
	for (size_t i = 0; v->kind == VALUE_OBJECT && i < 4; i++) {
		const struct value *name = value_get(v, keys[i]);
		if (name && is_scalar(name)) {
			*out = name->text;
			return true;
		}
	}
	*out = v->text;
	return is_scalar(v);
}

static bool value_word(const struct value *v, const char *word)
{
	return v->kind == VALUE_STRING &&
	       str_eq_nocase(str_trim(v->text), str_from(word));
}

static bool is_true(const struct value *v)
{
	return (v->kind == VALUE_BOOL && v->truth) || value_word(v, "true") ||
	       value_word(v, "yes") || value_word(v, "on") ||
	       (v->kind == VALUE_NUMBER && str_eq(v->text, STR("1")));
}

static bool is_false(const struct value *v)
{
	return (v->kind == VALUE_BOOL && !v->truth) || value_word(v, "false") ||
	       value_word(v, "no") || value_word(v, "off") ||
	       (v->kind == VALUE_NUMBER && str_eq(v->text, STR("0")));
}

static bool is_flag(const struct value *v)
{
	return is_true(v) || is_false(v);
}

/* ---- rules ---- */

static void set_flag(struct metadata *m, enum field f, bool on)
{
	bool *flag = f == FIELD_DRAFT ? &m->d->draft : &m->d->noindex;
	if (on && !*flag)
		m->d->origins[f] = m->by;
	*flag |= on;
}

static bool take_text(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	struct str text;
	return value_name(v, &text) &&
	       metadata_offer(m, rule->field, rule->rank, text);
}

static bool take_each(
	struct metadata *m, const struct rule *rule, const struct value *list)
{
	bool taken = true;
	for (const struct value *v = list->first; v; v = v->next)
		if (v->kind != VALUE_NULL)
			taken &= take_text(m, rule, v);
	return taken;
}

/* One thing or a list of things. */
static bool take_list(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	if (v->kind == VALUE_LIST)
		return take_each(m, rule, v);
	return take_text(m, rule, v);
}

/* A list, or a text of things between ';', else ',', else spaces. */
static bool take_words(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	if (v->kind != VALUE_STRING)
		return take_list(m, rule, v);
	const char *at = str_find(v->text, 0, ';') < v->text.len   ? ";"
			 : str_find(v->text, 0, ',') < v->text.len ? ","
								   : " \t";
	return metadata_split(m, rule->field, rule->rank, v->text, at);
}

/* A list, or a text of names between ';', else ','. */
static bool take_names(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	if (v->kind != VALUE_STRING)
		return take_list(m, rule, v);
	bool semicolon = str_find(v->text, 0, ';') < v->text.len;
	return metadata_split(
		m, rule->field, rule->rank, v->text, semicolon ? ";" : ",");
}

/* Titles; generators of feeds put addresses there. */
static bool take_title(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	struct str text;
	if (!value_name(v, &text) || str_starts(text, STR("http://")) ||
		str_starts(text, STR("https://")))
		return false;
	return metadata_offer(m, rule->field, rule->rank, text);
}

static bool take_date(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	if (!is_scalar(v))
		return false;
	struct str text = v->text;
	int64_t date;
	if (!date_parse(text, &date)) {
		if (str_trim(text).len)
			document_warn(m->d, v->line,
				"'%.*s' of '%.*s' is not a date",
				(int)(text.len < 40 ? text.len : 40), text.p,
				(int)(v->key.len < 40 ? v->key.len : 40),
				v->key.p);
		return false;
	}
	return metadata_offer(m, rule->field, rule->rank, text);
}

static bool take_publish(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	int64_t date;
	set_flag(m, FIELD_DRAFT,
		is_scalar(v) && date_parse(v->text, &date) && date > m->now);
	return take_date(m, rule, v);
}

static bool take_published(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	if (!is_flag(v))
		return take_publish(m, rule, v);
	set_flag(m, FIELD_DRAFT, is_false(v));
	return true;
}

static bool take_draft(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	(void)rule;
	set_flag(m, FIELD_DRAFT, is_true(v));
	return is_flag(v);
}

static bool take_hidden(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	(void)rule;
	set_flag(m, FIELD_NOINDEX, is_true(v));
	return is_flag(v);
}

static bool take_shown(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	(void)rule;
	set_flag(m, FIELD_NOINDEX, is_false(v));
	return is_flag(v);
}

static bool take_sitemap(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	const struct value *disable = value_get(v, "disable");
	if (disable)
		return take_hidden(m, rule, disable);
	return take_shown(m, rule, v);
}

static bool take_boost(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	(void)rule;
	if (!is_scalar(v) || !value_is_number(v->text))
		return false;
	double boost = shortest_get(v->text.p, v->text.len);
	if (!(boost >= 0 && boost <= 1000))
		return false;
	m->d->boost = boost;
	m->d->origins[FIELD_BOOST] = m->by;
	return true;
}

static bool take_search(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	if (v->kind != VALUE_OBJECT) {
		set_flag(m, FIELD_NOINDEX, value_word(v, "exclude"));
		return value_word(v, "exclude") || take_shown(m, rule, v);
	}
	bool taken = true;
	for (const struct value *part = v->first; part; part = part->next)
		if (str_eq(part->key, STR("exclude")))
			taken &= take_hidden(m, rule, part);
		else
			taken &= str_eq(part->key, STR("boost")) &&
				 take_boost(m, rule, part);
	return taken;
}

static bool take_build(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	static const char *const keys[] = {"list", "render"};
	(void)rule;
	for (size_t i = 0; i < 2; i++) {
		const struct value *part = value_get(v, keys[i]);
		if (part)
			set_flag(m, FIELD_NOINDEX,
				value_word(part, "never") || is_false(part));
	}
	return v->kind == VALUE_OBJECT;
}

static bool take_status(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	(void)rule;
	bool draft = value_word(v, "draft") || value_word(v, "skip");
	bool hidden = value_word(v, "hidden");
	set_flag(m, FIELD_DRAFT, draft);
	set_flag(m, FIELD_NOINDEX, hidden);
	return draft || hidden || value_word(v, "published");
}

static bool take_robots(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	(void)rule;
	if (v->kind != VALUE_STRING)
		return false;
	for (size_t from = 0, i = 0; i <= v->text.len; i++)
		if (i == v->text.len || v->text.p[i] == ',') {
			struct str word = str_trim(str_slice(v->text, from, i));
			set_flag(m, FIELD_NOINDEX,
				str_eq_nocase(word, STR("noindex")) ||
					str_eq_nocase(word, STR("none")));
			from = i + 1;
		}
	return true;
}

/* Docusaurus: {date, author}; elsewhere a date. */
static bool take_update(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	const struct value *date = value_get(v, "date");
	return take_date(m, rule, date ? date : v);
}

static bool take_sidebar(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	const struct value *label = value_get(v, "label");
	return label && take_title(m, rule, label);
}

/* A whole path is the address; a last segment is a name. */
static bool take_slug(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	struct str text;
	if (!value_name(v, &text))
		return false;
	if (str_starts(text, STR("/")))
		return metadata_offer(m, FIELD_URL, 4, text);
	return metadata_offer(m, rule->field, rule->rank, text);
}

/* Not with a generator's placeholders in it: "/:year/:title/". */
static bool take_url(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	struct str text;
	if (!value_name(v, &text))
		return false;
	for (size_t i = 0; i + 1 < text.len; i++)
		if (text.p[i] == '/' && text.p[i + 1] == ':')
			return false;
	return metadata_offer(m, rule->field, rule->rank, text);
}

static bool take_id(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	return m->record && take_text(m, rule, v);
}

static bool take_body(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	(void)rule;
	if (!m->record || m->text || v->kind != VALUE_STRING)
		return false;
	m->text = v;
	m->d->origins[FIELD_TEXT] = m->by;
	return true;
}

static void take_members(struct metadata *m, const struct value *object,
	const struct value *parent);

static bool take_nested(
	struct metadata *m, const struct rule *rule, const struct value *v)
{
	if (v->kind != VALUE_OBJECT)
		return false;
	m->by.parent = rule->key;
	take_members(m, v, v);
	m->by.parent = NULL;
	return true;
}

/* Sorted by key. */
static const struct rule rules[] = {
	{"alias", take_list, FIELD_ALIAS, 0},
	{"aliases", take_list, FIELD_ALIAS, 0},
	{"author", take_list, FIELD_AUTHOR, 0},
	{"authors", take_names, FIELD_AUTHOR, 0},
	{"body", take_body, FIELD_COUNT, 1},
	{"boost", take_boost, FIELD_COUNT, 0},
	{"build", take_build, FIELD_COUNT, 0},
	{"byline", take_list, FIELD_AUTHOR, 1},
	{"canonicalurl", take_url, FIELD_URL, 3},
	{"categories", take_words, FIELD_CATEGORY, 0},
	{"category", take_list, FIELD_CATEGORY, 0},
	{"contents", take_body, FIELD_COUNT, 2},
	{"created", take_date, FIELD_DATE, 5},
	{"createdat", take_date, FIELD_DATE, 5},
	{"date", take_date, FIELD_DATE, 0},
	{"datemodified", take_date, FIELD_MODIFIED, 7},
	{"datepublished", take_publish, FIELD_DATE, 4},
	{"deck", take_text, FIELD_DESCRIPTION, 3},
	{"dek", take_text, FIELD_DESCRIPTION, 3},
	{"description", take_text, FIELD_DESCRIPTION, 0},
	{"displayname", take_title, FIELD_TITLE, 2},
	{"draft", take_draft, FIELD_COUNT, 0},
	{"excerpt", take_text, FIELD_DESCRIPTION, 2},
	{"expirationdate", take_date, FIELD_EXPIRY, 1},
	{"expirydate", take_date, FIELD_EXPIRY, 0},
	{"extra", take_nested, FIELD_COUNT, NESTED_RANK},
	{"headless", take_hidden, FIELD_COUNT, 0},
	{"headline", take_title, FIELD_TITLE, 1},
	{"hidden", take_hidden, FIELD_COUNT, 0},
	{"id", take_id, FIELD_ID, 0},
	{"inlanguage", take_text, FIELD_LANGUAGE, 3},
	{"insearchindex", take_shown, FIELD_COUNT, 0},
	{"keywords", take_names, FIELD_TAG, 0},
	{"lang", take_text, FIELD_LANGUAGE, 0},
	{"language", take_text, FIELD_LANGUAGE, 1},
	{"lastmod", take_date, FIELD_MODIFIED, 0},
	{"lastmodified", take_date, FIELD_MODIFIED, 6},
	{"lastmodifiedat", take_date, FIELD_MODIFIED, 6},
	{"lastupdate", take_update, FIELD_MODIFIED, 5},
	{"lastupdated", take_date, FIELD_MODIFIED, 4},
	{"layout", take_text, FIELD_TYPE, 2},
	{"linktitle", take_title, FIELD_NAME, 0},
	{"locale", take_text, FIELD_LANGUAGE, 2},
	{"location", take_text, FIELD_PLACE, 1},
	{"modified", take_date, FIELD_MODIFIED, 1},
	{"name", take_title, FIELD_TITLE, 3},
	{"noindex", take_hidden, FIELD_COUNT, 0},
	{"pagefind", take_shown, FIELD_COUNT, 0},
	{"pagetype", take_text, FIELD_TYPE, 1},
	{"params", take_nested, FIELD_COUNT, NESTED_RANK},
	{"path", take_url, FIELD_URL, 2},
	{"permalink", take_url, FIELD_URL, 1},
	{"place", take_text, FIELD_PLACE, 0},
	{"pubdate", take_publish, FIELD_DATE, 2},
	{"publishdate", take_publish, FIELD_DATE, 1},
	{"published", take_published, FIELD_DATE, 3},
	{"publishedat", take_publish, FIELD_DATE, 4},
	{"publisheddate", take_publish, FIELD_DATE, 4},
	{"redirectfrom", take_list, FIELD_ALIAS, 0},
	{"robots", take_robots, FIELD_COUNT, 0},
	{"search", take_search, FIELD_COUNT, 0},
	{"shorttitle", take_title, FIELD_NAME, 0},
	{"sidebar", take_sidebar, FIELD_NAME, 0},
	{"sidebarlabel", take_title, FIELD_NAME, 0},
	{"sitemap", take_sitemap, FIELD_COUNT, 0},
	{"slug", take_slug, FIELD_NAME, 0},
	{"status", take_status, FIELD_COUNT, 0},
	{"summary", take_text, FIELD_DESCRIPTION, 1},
	{"tag", take_list, FIELD_TAG, 0},
	{"tags", take_words, FIELD_TAG, 0},
	{"taxonomies", take_nested, FIELD_COUNT, NESTED_RANK},
	{"template", take_text, FIELD_TYPE, 3},
	{"text", take_body, FIELD_COUNT, 0},
	{"title", take_text, FIELD_TITLE, 0},
	{"topic", take_list, FIELD_TAG, 0},
	{"topics", take_words, FIELD_TAG, 0},
	{"type", take_text, FIELD_TYPE, 0},
	{"unlisted", take_hidden, FIELD_COUNT, 0},
	{"unpublishdate", take_date, FIELD_EXPIRY, 0},
	{"updated", take_date, FIELD_MODIFIED, 2},
	{"updatedat", take_date, FIELD_MODIFIED, 3},
	{"updateddate", take_date, FIELD_MODIFIED, 3},
	{"url", take_url, FIELD_URL, 0},
};

enum { KEY_MAX = 16 }; /* of the longest key above and a zero byte */

/* The key in its plainest form; false if it is too long for any rule. */
static bool fold_key(struct str key, char *out)
{
	size_t n = 0;
	for (size_t i = 0; i < key.len; i++) {
		char c = key.p[i];
		if (c == '-' || c == '_' || c == ' ')
			continue;
		if (n == KEY_MAX - 1)
			return false;
		out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	out[n] = 0;
	return true;
}

static const struct rule *rule_find(struct str key)
{
	char folded[KEY_MAX];
	if (!fold_key(key, folded))
		return NULL;
	size_t low = 0, high = sizeof rules / sizeof *rules;
	while (low < high) {
		size_t mid = low + (high - low) / 2;
		int order = strcmp(rules[mid].key, folded);
		if (order == 0)
			return &rules[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

void metadata_keep(
	struct metadata *m, const struct value *parent, const struct value *v)
{
	struct document *d = m->d;
	if (d->extras.len >= DOCUMENT_VALUES_MAX || v->key.len == 0)
		return;
	struct buf b = {.max = EXTRA_MAX};
	if (parent) {
		buf_put_str(&b, parent->key);
		buf_putc(&b, '.');
	}
	buf_put_str(&b, v->key);
	size_t key_len = b.len;
	value_write(&b, v);
	if (b.status == ERR_LIMIT) {
		document_warn(d, v->line, "'%.*s' is too long and left out",
			(int)(v->key.len < 40 ? v->key.len : 40), v->key.p);
	} else {
		struct str both = arena_dup(&d->arena, buf_str(&b));
		check(m, both.p ? b.status : ERR_NOMEM);
		if (m->status == OK)
			check(m, vec_push(&d->extras,
					 (struct extra){
						 str_slice(both, 0, key_len),
						 str_slice(both, key_len,
							 both.len)}));
	}
	buf_release(&b);
}

static bool is_empty(const struct value *v)
{
	return v->kind == VALUE_NULL ||
	       (v->kind == VALUE_STRING && v->text.len == 0) ||
	       ((v->kind == VALUE_LIST || v->kind == VALUE_OBJECT) &&
		       !v->first);
}

/* One member in the pass of its rank; members without a rule go first. */
static void take_member(struct metadata *m, const struct value *v,
	const struct value *parent, unsigned pass)
{
	const struct rule *rule = rule_find(v->key);
	unsigned rank = rule ? rule->rank : 0;
	if (parent && rule && rule->take == take_nested)
		rule = NULL;
	if (rank > m->top)
		m->top = rank;
	if (rank != pass)
		return;
	struct rule nested;
	if (rule && parent) {
		nested = *rule;
		nested.rank += NESTED_RANK;
		rule = &nested;
	}
	m->by.key = v->key;
	if ((!rule || !rule->take(m, rule, v)) && !is_empty(v))
		metadata_keep(m, parent, v);
}

/* Better ranks first, so that what is not needed any more becomes an extra. */
static void take_members(struct metadata *m, const struct value *object,
	const struct value *parent)
{
	unsigned top = m->top;
	m->top = 0;
	for (unsigned pass = 0; pass <= m->top; pass++)
		for (const struct value *v = object->first; v; v = v->next)
			take_member(m, v, parent, pass);
	m->top = top;
}

void metadata_object(struct metadata *m, const struct value *object)
{
	if (object->kind == VALUE_OBJECT)
		take_members(m, object, NULL);
}

void metadata_member(struct metadata *m, struct str key, struct str text)
{
	struct value v = {.kind = VALUE_STRING, .key = key, .text = text};
	struct value object = {.kind = VALUE_OBJECT, .first = &v, .last = &v};
	metadata_object(m, &object);
}
