/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/base/json.h"
#include "query/print_forms.h"

#include <math.h>

PRINT_COMPLETION(print_text_completion)
{
	(void)q;
	for (uint32_t i = 0; i < c->count; i++) {
		bool bold = o->color && c->v[i].title;
		buf_puts(out, bold ? "\033[1m" : "");
		buf_put_plain(out, c->v[i].text);
		buf_puts(out, bold ? "\033[0m\n" : "\n");
	}
}

static void put_suggestion(const struct suggestion *s, struct json *j)
{
	json_object(j);
	json_key(j, STR("kind"));
	json_str(j, s->title ? STR("title") : STR("word"));
	json_key(j, STR("text"));
	json_str(j, s->text);
	if (s->title) {
		json_key(j, STR("id"));
		json_str(j, s->id);
	}
	if (s->url.len) {
		json_key(j, STR("url"));
		json_str(j, s->url);
	}
	json_key(j, STR("docs"));
	json_uint(j, s->docs);
	json_end(j);
}

PRINT_COMPLETION(print_json_completion)
{
	struct json j = {.out = out};
	json_object(&j);
	json_key(&j, STR("schema"));
	json_uint(&j, 1);
	json_key(&j, STR("text"));
	json_str(&j, q->text);
	json_key(&j, STR("took_ms"));
	json_double(&j, round(o->milliseconds * 1e3) / 1e3);
	json_key(&j, STR("suggestions"));
	json_array(&j);
	for (uint32_t i = 0; i < c->count; i++)
		put_suggestion(&c->v[i], &j);
	json_end(&j);
	json_end(&j);
	buf_putc(out, '\n');
}

PRINT_COMPLETION(print_jsonl_completion)
{
	(void)o, (void)q;
	for (uint32_t i = 0; i < c->count; i++) {
		struct json j = {.out = out};
		put_suggestion(&c->v[i], &j);
		buf_putc(out, '\n');
	}
}

PRINT_COMPLETION(print_ids_completion)
{
	(void)q;
	for (uint32_t i = 0; i < c->count; i++) {
		if (!c->v[i].title)
			continue;
		if (o->zero)
			buf_put_str(out, c->v[i].id);
		else
			buf_put_plain(out, c->v[i].id);
		buf_putc(out, o->zero ? '\0' : '\n');
	}
}
