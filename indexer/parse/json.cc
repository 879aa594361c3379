/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/value/value_cxx.h"

#include "indexer/parse/json.h"

#include <charconv>
#include <new>
#include <simdjson.h>

namespace dom = simdjson::dom;

struct json {
	dom::parser parser{JSON_MAX};
	dom::element root;
	dom::array list;
	dom::array::iterator at;
	bool is_list;
};

namespace
{

/* At its first use simdjson allocates where it may not throw, which ends the
 * process if memory is short: so that is before main(). */
[[maybe_unused]] const bool ready = simdjson::validate_utf8("", 0);

struct builder {
	struct arena *arena;
	size_t count;
};

struct str from(std::string_view s)
{
	return {s.data(), s.size()};
}

template <typename number> struct str print(struct arena *a, number n)
{
	char text[40];
	std::to_chars_result r = std::to_chars(text, text + sizeof text, n);
	return arena_dup(a, {text, static_cast<size_t>(r.ptr - text)});
}

enum status build(builder &b, dom::element e, struct value **out);

enum status append(
	builder &b, dom::element e, struct str key, struct value *parent)
{
	struct value *child;
	enum status status = build(b, e, &child);
	if (status != OK)
		return status;
	child->key = key;
	value_append(parent, child);
	return OK;
}

enum status fill(builder &b, dom::element e, struct value *v)
{
	enum status status = OK;
	switch (e.type()) {
	case dom::element_type::ARRAY:
		v->kind = VALUE_LIST;
		for (dom::element child : dom::array(e))
			if (status == OK)
				status = append(b, child, {"", 0}, v);
		return status;
	case dom::element_type::OBJECT:
		v->kind = VALUE_OBJECT;
		for (dom::key_value_pair m : dom::object(e))
			if (status == OK)
				status = append(b, m.value, from(m.key), v);
		return status;
	case dom::element_type::STRING:
		v->kind = VALUE_STRING;
		v->text = from(std::string_view(e));
		return OK;
	case dom::element_type::INT64:
		v->kind = VALUE_NUMBER;
		v->text = print(b.arena, int64_t(e));
		break;
	case dom::element_type::UINT64:
		v->kind = VALUE_NUMBER;
		v->text = print(b.arena, uint64_t(e));
		break;
	case dom::element_type::DOUBLE:
		v->kind = VALUE_NUMBER;
		v->text = print(b.arena, double(e));
		break;
	case dom::element_type::BOOL:
		v->kind = VALUE_BOOL;
		v->truth = bool(e);
		return OK;
	case dom::element_type::NULL_VALUE:
		return OK;
	}
	return v->text.p || v->kind != VALUE_NUMBER ? OK : ERR_NOMEM;
}

enum status build(builder &b, dom::element e, struct value **out)
{
	if (++b.count > JSON_VALUES)
		return ERR_LIMIT;
	struct value *v = value_new(b.arena, VALUE_NULL);
	if (!v)
		return ERR_NOMEM;
	*out = v;
	return fill(b, e, v);
}

enum status build_root(
	struct arena *a, dom::element e, struct value **out, const char **why)
{
	builder b{a, 0};
	enum status status = build(b, e, out);
	if (status == ERR_LIMIT)
		*why = "more values than 131,072";
	return status;
}

enum status failed(simdjson::error_code error, const char **why)
{
	*why = simdjson::error_message(error);
	switch (error) {
	case simdjson::MEMALLOC:
		return ERR_NOMEM;
	case simdjson::DEPTH_ERROR:
		*why = "nested deeper than 33";
		return ERR_LIMIT;
	case simdjson::CAPACITY:
		*why = "longer than 100 MB";
		return ERR_LIMIT;
	case simdjson::EMPTY:
		*why = "empty";
		return ERR_INVALID;
	default:
		*why = "not valid JSON";
		return ERR_INVALID;
	}
}

} // namespace

struct json *json_new(void)
{
	return new (std::nothrow) json();
}

void json_free(struct json *j)
{
	delete j;
}

enum status json_parse(
	struct json *j, struct str bytes, size_t slack, const char **why)
try {
	j->is_list = false;
	if (bytes.len > JSON_MAX)
		return failed(simdjson::CAPACITY, why);
	if (j->parser.max_depth() != JSON_DEEPEST) {
		auto error = j->parser.allocate(1 << 16, JSON_DEEPEST);
		if (error)
			return failed(error, why);
	}
	auto error = j->parser.parse(bytes.p, bytes.len, slack < JSON_SLACK)
			     .get(j->root);
	if (error)
		return failed(error, why);
	if (j->root.get(j->list) == simdjson::SUCCESS) {
		j->is_list = true;
		j->at = j->list.begin();
	}
	return OK;
} catch (const std::exception &) {
	return ERR_NOMEM;
}

enum status json_value(
	struct json *j, struct arena *a, struct value **out, const char **why)
{
	return build_root(a, j->root, out, why);
}

enum status json_next(
	struct json *j, struct arena *a, struct value **out, const char **why)
{
	if (!j->is_list || !(j->at != j->list.end()))
		return ERR_NOT_FOUND;
	dom::element e = *j->at;
	++j->at;
	return build_root(a, e, out, why);
}

bool json_is_utf8(struct str bytes)
{
	return simdjson::validate_utf8(bytes.p, bytes.len);
}
