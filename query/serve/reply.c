/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/reply.h"
#include "common/base/json.h"
#include "query/serve/escape.h"
#include "query/serve/webpage.h"

#include <assert.h>

static const struct {
	unsigned status;
	const char *reason;
} REASONS[] = {
	{200, "OK"},
	{204, "No Content"},
	{304, "Not Modified"},
	{400, "Bad Request"},
	{401, "Unauthorized"},
	{404, "Not Found"},
	{405, "Method Not Allowed"},
	{413, "Content Too Large"},
	{414, "URI Too Long"},
	{429, "Too Many Requests"},
	{431, "Request Header Fields Too Large"},
	{500, "Internal Server Error"},
	{503, "Service Unavailable"},
};

const char *reply_reason(unsigned status)
{
	for (size_t i = 0; i < sizeof REASONS / sizeof *REASONS; i++)
		if (REASONS[i].status == status)
			return REASONS[i].reason;
	return "";
}

void reply_clear(struct reply *r)
{
	struct arena arena = r->arena;
	struct buf body = r->body;
	arena_clear(&arena);
	buf_clear(&body);
	*r = (struct reply){.body = body, .arena = arena};
}

void reply_release(struct reply *r)
{
	arena_release(&r->arena);
	buf_release(&r->body);
	*r = (struct reply){0};
}

void reply_header(struct reply *r, const char *name, struct str value)
{
	unsigned i = 0;
	while (i < r->header_count && strcmp(r->headers[i].name, name) != 0)
		i++;
	assert(i < REPLY_HEADERS_MAX);
	r->headers[i] = (struct reply_header){name, value};
	r->header_count += i == r->header_count;
}

void reply_begin(struct reply *r, unsigned status, const char *type)
{
	buf_clear(&r->body);
	r->status = status;
	reply_header(r, "content-type", str_from(type));
}

void reply_problem(struct reply *r, unsigned status, const char *sentence)
{
	struct json j = {.out = &r->body};
	r->header_count = 0;
	r->problem = arena_dup(&r->arena, str_from(sentence));
	reply_begin(r, status, "application/problem+json");
	json_object(&j);
	json_key(&j, STR("title"));
	json_str(&j, str_from(reply_reason(status)));
	json_key(&j, STR("status"));
	json_uint(&j, status);
	json_key(&j, STR("detail"));
	json_str(&j, str_from(sentence));
	json_end(&j);
	buf_putc(&r->body, '\n');
}

void reply_problem_page(struct reply *r, struct str root)
{
	struct str reason = str_from(reply_reason(r->status));
	reply_begin(r, r->status, WEBPAGE_TYPE);
	reply_header(r, "content-security-policy", STR(WEBPAGE_POLICY));
	webpage_begin(&r->body, root, reason);
	webpage_form(&r->body, root, STR(""));
	webpage_main(&r->body, STR(""), reason);
	buf_puts(&r->body, "<p>");
	escape_markup(&r->body, r->problem);
	buf_puts(&r->body, "</p>\n");
	webpage_end(&r->body);
}
