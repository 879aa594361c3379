/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/options.h"

#include "common/text/language.h"
#include "query/print.h"

static const struct option_row ROWS[] = {
	[ROW_INDEX] = {'d', "index", "DIR",
		"the index, or several ($MEJU_INDEX, nearest .meju)",
		.manual = "The index; given more than once, the indexes are "
			  "searched as one. Also _host:port_ of a server of "
			  "one; see SERVERS and FILES.",
		.often = true, .again = true},
	[ROW_LIMIT] = {'n', "limit", "N", "how many results (10)",
		.manual = "Show at most _n_ documents, 10 by default.",
		.often = true},
	[ROW_OFFSET] = {0, "offset", "N", "leave out the first N",
		.manual = "Leave out the first _n_.", .often = true},
	[ROW_SORT] = {0, "sort", "FIELD,...",
		"by these, e.g. category,-date: latest first",
		.manual = "Order by *date*, *modified*, *boost*, *author*, "
			  "*category*, *lang*, *type*, *tag* or *id* (of files "
			  "the path), not by score; with a minus before it, "
			  "descending. Up to four, compared one after the "
			  "other. Of several values the first counts; case and "
			  "accents do not. Documents without a value come "
			  "last, those equal in all in the order of indexing.",
		.values = "date -date modified -modified boost -boost author "
			  "-author category -category lang -lang type -type "
			  "tag -tag id -id",
		.often = true},
	[ROW_MATCH] = {0, "match", "HOW",
		"all words, any, or auto: all, then any (auto)",
		.manual = "Which words must be found. *auto*, the default, "
			  "prefers documents with all and fills the page with "
			  "others; with *--queries* it is *any*.",
		.values = "auto all any", /* as enum search_match */
		.often = true},
	[ROW_RANK] = {0, "rank", "SETTING=WEIGHT,...",
		"plain, or what counts how much: recency=0.2",
		.manual = "What ranks besides how often words occur, each a "
			  "share from 0 to 10 of the score that all words of "
			  "the query could reach: *name* (0.5), that the query "
			  "is a whole title, link title, first heading, slug, "
			  "file name or alias; *title* (0.1), words that the "
			  "title has; *proximity* (0.2), words of the query "
			  "that stand close together; *boost* (0.2), the "
			  "binary logarithm of the _boost_ in front matter, "
			  "so that one below 1 takes away; and *recency* (0), "
			  "as in *recency=0.2/90d/0.1*: a weight, the time in "
			  "which it halves (180d), and what it never falls "
			  "below (0.1). *plain* is BM25 alone. *title* and "
			  "*proximity* are looked at in the best 100 articles.",
		.values = "plain name=0 title=0 proximity=0 boost=0 "
			  "recency=0.2/180d"},
	[ROW_LANGUAGE] = {0, "language", "CODE", "of the query, e.g. en",
		.manual = "The language of the query; by default those that a "
			  "hundredth of the documents are in, and the one "
			  "that the query itself shows.",
		.list = language_codes},
	[ROW_SYNONYMS] = {0, "synonyms", "FILE",
		"words that stand for others, by rules",
		.manual = "Also find the synonyms of words that the rules of "
			  "this file name. See SYNONYMS."},
	[ROW_FORMAT] = {0, "format", "FORM",
		"text, json, jsonl, tsv, vimgrep, trec or ids",
		.manual = "The form of the results; see FORMS.",
		.list = print_names, .often = true},
	[ROW_ZERO] = {'0', "null", NULL, "end ids with a zero byte",
		.manual = "End each id with a zero byte instead of a line's "
			  "end; with *--format ids*."},
	[ROW_COLOR] = {0, "color", "WHEN", "auto, always or never",
		.manual = "Whether to mark what was found in colour; *auto* "
			  "does on a terminal. There titles and places are "
			  "links too, if the environment names a terminal "
			  "that is known to follow them: titles to the "
			  "document's URL or its file, places to the file.",
		.values = "auto always never"},
	[ROW_EXPLAIN] = {0, "explain", NULL, "say why each score",
		.manual = "Show what each word of the query adds to each "
			  "score, in parts that add up: _weight_ by how few "
			  "articles have it, _times_ that it stands in this "
			  "one, a _share_ of the weight that grows with these "
			  "and shrinks with the article's length, and the "
			  "form it was _found as_.",
		.often = true},
	[ROW_WHY_NOT] = {0, "why-not", "ID",
		"say why this article is not found",
		.manual = "Say why the article with this id (or URL, or "
			  "source) is not among the results: it is not in the "
			  "index; it lacks a word, which was looked for as "
			  "that, and has these forms like it; a filter takes "
			  "it out; or others come first. The exit status is 0 "
			  "if it is among them, else 1. Forms are *text*, "
			  "*json* and *jsonl*.",
		.often = true},
	[ROW_FACETS] = {0, "facets", "FIELD,...",
		"count by author, tag, category, lang, type",
		.manual = "After the results, count all that match by "
			  "*author*, *tag*, *category*, *lang* or *type*; in "
			  "text and JSON. A value that the query asks for is "
			  "marked, in text by brackets, in JSON as *selected*; "
			  "it does not narrow the counts of its own field, so "
			  "that each says what the value would find, unless "
			  "AND or + makes it a must.",
		.values = "author tag category lang type", .often = true},
	[ROW_SIMILAR] = {0, "similar", "ID",
		"articles like this one; WORDS, if any, narrow",
		.manual = "Find articles like the one of that id: those that "
			  "have the words which tell most of it. Words and "
			  "filters of the query, if there are any, narrow "
			  "them; *--explain* shows which words decided.",
		.often = true},
	[ROW_SUGGEST] = {0, "suggest", "TEXT",
		"how a query typed so far may go on (8 ways)",
		.manual = "Show how a query that is typed so far may go on, "
			  "as a search box does: words that begin as its last "
			  "one, with case and accents folded, and titles that "
			  "have such a word; 8 unless *-n* says how many. "
			  "Only what at least one document has together with "
			  "the words before it, and with the words and "
			  "filters given besides. As text, *json*, *jsonl*; "
			  "as *ids*, those of the titles."},
	[ROW_COLLAPSE] = {0, "collapse", NULL,
		"of results nearly the same show the first",
		.manual = "Of results with nearly the same text show the "
			  "best, and how many more there are; within what "
			  "*-n* asks for, so that a page may be shorter, but "
			  "the next one begins where it would. Off by "
			  "default, for what is asked for is shown."},
	[ROW_QUERIES] = {0, "queries", "FILE",
		"search for every line: id, tab, query",
		.manual = "Answer every line *id<TAB>text* of a file. With "
			  "*--format trec* the output is a run that trec_eval "
			  "reads."},
	[ROW_JUDGE] = {0, "judge", "FILE",
		"with --queries: how good the rankings are",
		.manual = "With *--queries*: how good the ranking is, by the "
			  "judgements in a file, as nDCG@10, MAP, R@100 and "
			  "MRR."},
	[ROW_AUDIT] = {0, "audit", NULL,
		"is every article found by its own title?",
		.manual = "Search every article by its own title, and list "
			  "those that are not among the first 3, each with "
			  "the reason: another has the same title, the title "
			  "has only stop words, it reads as a query (\"-x\", "
			  "\"tag:x\"), others come first. Then, how many come "
			  "first and among the first 3, and the MRR. With "
			  "*-n* only so many articles, spread over the index. "
			  "The exit status is 0 if all are found, else 1. "
			  "Forms are *text*, *json* and *jsonl*."},
	[ROW_CHECK] = {0, "check", "FILE",
		"run relevance tests, a file in TOML",
		.manual = "Run the relevance tests of a file (see RELEVANCE "
			  "TESTS) and say which pass, with the ranks of "
			  "articles in those that do not, and the MRR of all. "
			  "The exit status is 0 if all pass, else 1. Forms "
			  "are *text*, *json* and *jsonl*."},
	[ROW_AGAINST] = {0, "against", "DIR",
		"with --check: another index, or OPTION=VALUE",
		.manual = "With *--check*: search this index too, or with "
			  "_option_=_value_ the same with another *match*, "
			  "*rank*, *language* or *synonyms*, and say where "
			  "ranks differ. Given several times, all of it is "
			  "other; *synonyms=* is none, *index=* an index.",
		.again = true},
	[ROW_EXHAUSTIVE] = {0, "exhaustive", NULL,
		"score every document (for comparison)",
		.manual = "Score every document. The results are the same; it "
			  "is slower."},
	[ROW_HELP] = {'h', "help", NULL, "print this",
		.manual = "Say how it is used, on one screen."},
	[ROW_VERSION] = {'V', "version", NULL, "print the version",
		.manual = "Say the version."},
	{0},
};

const struct usage query_usage = {
	.name = "meju-query",
	.head = "meju-query [OPTION]... [WORDS...]   without words: a prompt\n"
		"  gut skin      both words       \"gut skin\"   the phrase\n"
		"  gut OR skin   either           -diet        not that word\n"
		"  prob*         its beginning    =Polish      as it is "
		"written\n"
		"  microbime~    words like it    col?r        with wildcards\n"
		"  title:acne tag:diet author:kim lang:de path:posts/ "
		"after:2024-05 date:30d\n\n",
	.tail = "Options end at the first word.  Exit status: 0 found, 1 "
		"nothing, 2 trouble.\n",
	.options = ROWS,
	.words_end = true,
	.suggests = true,
};
