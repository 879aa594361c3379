/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/site.h"

/* Bytes of a file of the build's include path, from name_begin to name_end. */
#define SITE_BYTES(name, file)                                                 \
	__asm__(".pushsection .rodata\n"                                       \
		".local " #name "_begin\n"                                     \
		".local " #name "_end\n" #name "_begin:\n"                     \
		".incbin \"" SITE_FOLDER "/" file "\"\n" #name "_end:\n"       \
		".byte 0\n"                                                    \
		".popsection\n");                                              \
	extern const char name##_begin[], name##_end[]

SITE_BYTES(site_demo, "demo.html");
SITE_BYTES(site_script, "meju.js");
SITE_BYTES(site_style, "meju.css");

static const struct site_file FILES[] = {
	{"/", "text/html; charset=utf-8", site_demo_begin, site_demo_end},
	{"/meju.js", "text/javascript; charset=utf-8", site_script_begin,
		site_script_end},
	{"/meju.css", "text/css; charset=utf-8", site_style_begin,
		site_style_end},
};

const struct site_file *site_find(struct str path)
{
	for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
		if (str_eq(path, str_from(FILES[i].path)))
			return &FILES[i];
	return NULL;
}
