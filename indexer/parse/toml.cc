/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/value_cxx.h"

#include "indexer/parse/toml.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <new>
#include <sstream>
#include <toml++/toml.h>

namespace
{

/* Dotted keys nest tables, and toml++ frees them recursively. */
enum { DOTS_MAX = 2000 };

struct builder {
	struct arena *arena;
	unsigned depth;
};

struct failure {
	enum status status;
};

struct str keep(builder &b, std::string_view s)
{
	struct str copy = arena_dup(b.arena, {s.data(), s.size()});
	if (!copy.p)
		throw failure{ERR_NOMEM};
	return copy;
}

template <typename number> std::string print(number n)
{
	char text[40];
	return {text, std::to_chars(text, text + sizeof text, n).ptr};
}

template <typename moment> std::string print_moment(const moment &m)
{
	std::ostringstream out;
	out << m;
	return out.str();
}

struct value *build(builder &b, const toml::node &node);

void set_text(builder &b, struct value *v, enum value_kind kind,
	const std::string &text)
{
	v->kind = kind;
	v->text = keep(b, text);
}

void set_scalar(builder &b, struct value *v, const toml::node &node)
{
	if (auto s = node.as_string()) {
		set_text(b, v, VALUE_STRING, s->get());
	} else if (auto i = node.as_integer()) {
		set_text(b, v, VALUE_NUMBER, print(i->get()));
	} else if (auto d = node.as_floating_point()) {
		set_text(b, v,
			std::isfinite(d->get()) ? VALUE_NUMBER : VALUE_STRING,
			print(d->get()));
	} else if (auto t = node.as_boolean()) {
		v->kind = VALUE_BOOL;
		v->truth = t->get();
	} else if (auto date = node.as_date()) {
		set_text(b, v, VALUE_STRING, print_moment(date->get()));
	} else if (auto time = node.as_time()) {
		set_text(b, v, VALUE_STRING, print_moment(time->get()));
	} else if (auto both = node.as_date_time()) {
		set_text(b, v, VALUE_STRING, print_moment(both->get()));
	}
}

void set_members(builder &b, struct value *v, const toml::node &node)
{
	if (++b.depth > VALUE_DEPTH_MAX)
		throw failure{ERR_LIMIT};
	if (auto table = node.as_table()) {
		v->kind = VALUE_OBJECT;
		for (auto &&[key, member] : *table) {
			struct value *child = build(b, member);
			child->key = keep(b, key.str());
			value_append(v, child);
		}
	} else if (auto array = node.as_array()) {
		v->kind = VALUE_LIST;
		for (auto &&element : *array)
			value_append(v, build(b, element));
	}
	b.depth--;
}

struct value *build(builder &b, const toml::node &node)
{
	struct value *v = value_new(b.arena, VALUE_NULL);
	if (!v)
		throw failure{ERR_NOMEM};
	v->line = static_cast<unsigned>(node.source().begin.line);
	if (node.is_table() || node.is_array())
		set_members(b, v, node);
	else
		set_scalar(b, v, node);
	return v;
}

bool in_key(char c)
{
	return c > ' ' && c != '.';
}

bool has_many_dots(struct str s)
{
	size_t dots = 0;
	for (size_t i = 1; i + 1 < s.len; i++)
		dots += s.p[i] == '.' && in_key(s.p[i - 1]);
	return dots > DOTS_MAX;
}

/* Behind the string that begins at `at`; what ends where no string may is an
 * error that toml++ finds. */
size_t string_end(std::string_view s, size_t at)
{
	char quote = s[at];
	std::string_view three = s.substr(at, 3);
	if (three == std::string(3, quote)) {
		for (size_t i = at + 3; i < s.size(); i++)
			if (s[i] == '\\' && quote == '"')
				i++;
			else if (s.substr(i, 3) == three)
				return s.find_first_not_of(quote, i);
		return s.size();
	}
	for (size_t i = at + 1; i < s.size() && s[i] != '\n'; i++)
		if (s[i] == '\\' && quote == '"')
			i++;
		else if (s[i] == quote)
			return i + 1;
	return s.size();
}

/* Outside of strings and comments all is ASCII.  toml++ 3.3 would say so too,
 * but on its way relies on what is not so ("unreachable"). */
bool has_bare_unicode(std::string_view s)
{
	for (size_t i = 0; i < s.size();) {
		if (s[i] == '"' || s[i] == '\'')
			i = string_end(s, i);
		else if (s[i] == '#')
			i = std::min(s.find('\n', i), s.size());
		else if (static_cast<unsigned char>(s[i++]) >= 0x80)
			return true;
	}
	return false;
}

enum status fail(struct value_error *err, enum status status, unsigned line,
	std::string_view why)
{
	err->line = line;
	snprintf(err->why, sizeof err->why, "%.*s",
		static_cast<int>(why.size()), why.data());
	return status;
}

} // namespace

enum status toml_parse(struct str block, struct arena *a, struct value **out,
	struct value_error *err)
try {
	if (block.len > VALUE_SOURCE_MAX)
		return fail(err, ERR_LIMIT, 0, "longer than 64 KiB");
	if (has_many_dots(block))
		return fail(err, ERR_LIMIT, 0, "too many dotted keys");
	std::string_view text(block.p, block.len);
	if (has_bare_unicode(text))
		return fail(err, ERR_INVALID, 0, "a letter outside of quotes");
	toml::table table = toml::parse(text);
	builder b{a, 0};
	*out = build(b, table);
	return OK;
} catch (const toml::parse_error &e) {
	return fail(err, ERR_INVALID,
		static_cast<unsigned>(e.source().begin.line), e.description());
} catch (const failure &f) {
	return fail(err, f.status, 0, "nested deeper than 32");
} catch (const std::exception &) {
	return ERR_NOMEM;
}
