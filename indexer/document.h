/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * document.h - an article as understood: what every input form is parsed into
 * and what the index is made from.
 *
 * The text is the body without markup, in reading order, headings left out;
 * blocks are separated by "\n\n", a line break inside a block is one "\n".
 * Sections cut the text: section 0 is what stands before the first heading,
 * the others begin where theirs stands.  Marks map the text back to lines of
 * the source: between two marks each "\n" is one line further.
 *
 * Ownership: strings live in the document's arena or are borrowed from the
 *            parser's input; both last until document_clear().
 * Threads:   one at a time.  A zeroed struct is an empty document.
 */
#ifndef MEJU_INDEXER_DOCUMENT_H
#define MEJU_INDEXER_DOCUMENT_H

#include "common/base/arena.h"
#include "common/base/buf.h"
#include "common/base/vec.h"

#include <stdint.h>

/* Limits; what exceeds one is cut or refused with a sentence. */
enum {
	DOCUMENT_TEXT_MAX = 16 << 20, /* bytes of body text                 */
	DOCUMENT_ID_MAX = 4096,       /* bytes of an id; one that is longer has
	                                 a byte more, and is left out    */
	DOCUMENT_FIELD_MAX = 4096,    /* bytes of a title, author, tag ...  */
	DOCUMENT_VALUES_MAX = 1000,   /* authors, tags, aliases ... each    */
	DOCUMENT_SECTIONS_MAX = 10000,
};

struct section {
	uint32_t off;       /* where its text begins, in bytes of the text */
	uint32_t line;      /* of the heading, in the source; from 1       */
	uint8_t level;      /* 1..6; 0 for section 0                       */
	struct str heading; /* its text; empty for section 0               */
	struct str anchor;  /* fragment of the URL, without '#'; or empty  */
};

struct mark {
	uint32_t off, line; /* the text at `off` stands on source line `line` */
};

/* Metadata that no rule of ours claims: kept and given back with hits. */
struct extra {
	struct str key;
	struct str json; /* the value, as valid JSON */
};

typedef VEC(struct str) strings;

/* What a document has, for rules and those who speak of them. */
enum field {
	FIELD_ID, /* texts from here on */
	FIELD_TITLE,
	FIELD_DESCRIPTION,
	FIELD_URL,
	FIELD_LANGUAGE,
	FIELD_TYPE,
	FIELD_PLACE,
	FIELD_NAME, /* lists from here on */
	FIELD_ALIAS,
	FIELD_AUTHOR,
	FIELD_TAG,
	FIELD_CATEGORY,
	FIELD_DATE, /* dates from here on */
	FIELD_MODIFIED,
	FIELD_EXPIRY,
	FIELD_BOOST, /* others from here on */
	FIELD_TEXT,
	FIELD_DRAFT,
	FIELD_NOINDEX,
	FIELD_COUNT,
};

/*
 * Which rule filled a field: "YAML front matter" and what the field is called
 * there, in the member `parent` if it stands in one; "file name".
 */
struct origin {
	const char *what, *parent; /* constants; NULL: none */
	struct str key;            /* as it is written      */
};

#define TIME_NONE INT64_MIN /* of a date that is not known */

struct document {
	struct arena arena;
	struct str id; /* unique in the index                        */
	struct str title;
	struct str description;
	struct str url;      /* as the document states it, or empty        */
	struct str language; /* tag as declared, or empty                  */
	struct str type;     /* as declared, or empty                      */
	struct str place;    /* of a news article: "Seoul, South Korea"    */
	strings names;       /* other titles: linkTitle, first H1, slug    */
	strings aliases;     /* former URLs                                */
	strings authors, tags, categories;
	int64_t date, modified, expiry; /* seconds since 1970 UTC, TIME_NONE */
	double boost;      /* of front matter, 1 if none is given        */
	bool draft;        /* draft, unpublished, of the future, expired */
	bool noindex;      /* asked not to be searchable                 */
	bool dumped;       /* as an index had it: nothing is to be added */
	struct str source; /* of a dumped one: the file it was of       */
	bool one_line;     /* of a dumped one: as in a record           */
	VEC(struct extra) extras;
	struct buf text;
	VEC(struct section) sections;
	VEC(struct mark) marks;
	strings warnings; /* one sentence each, without file name       */
	struct origin origins[FIELD_COUNT];
};

void document_clear(struct document *d); /* empty, keep memory */
void document_release(struct document *d);

/* The text, the list or the date that a field is.  REQUIRES: it is one. */
struct str *document_text(struct document *d, enum field f);
strings *document_list(struct document *d, enum field f);
int64_t *document_date(struct document *d, enum field f);

/* Note what filled a field. */
static inline void document_origin(
	struct document *d, enum field f, const char *what)
{
	d->origins[f] = (struct origin){.what = what};
}

/* Keep a sentence about this document, led by "line N: " unless N is 0. */
void document_warn(struct document *d, unsigned line, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

/* Append a copy of `s` to a list, unless it is empty, already there or the
 * list has DOCUMENT_VALUES_MAX.  Longer than DOCUMENT_FIELD_MAX is cut. */
MUST_CHECK enum status document_add(
	struct document *d, strings *list, struct str s);

/* The source line of byte `off` of the text; 0 if there are no marks. */
uint32_t document_line(const struct document *d, uint32_t off);

#endif
