/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/options.h"

#include "common/text/language.h"
#include "indexer/command.h"

static const struct option_row ROWS[] = {
	[ROW_INDEX] = {'d', "index", "DIR",
		"the index ($MEJU_INDEX, the nearest .meju, ./.meju)",
		.manual = "The index. See FILES.",
		.commands = "sync add delete merge dump backup convert stats "
			    "explain check",
		.often = true},
	[ROW_SITE] = {0, "site", "URL", "what URLs of documents begin with",
		.manual = "What addresses of documents begin with, so that "
			  "hits link.",
		.commands = "sync add explain", .often = true},
	[ROW_PERMALINK] = {0, "permalink", "RULE",
		"path of a URL, e.g. /:year/:month/:slug/",
		.manual = "The path of an address, such as "
			  "_/:year/:month/:slug/_. A document that states its "
			  "own address has that.",
		.commands = "sync add explain"},
	[ROW_LANGUAGE] = {0, "language", "CODE",
		"language of documents that show none, e.g. en",
		.manual = "The language of documents that do not state theirs "
			  "and whose text does not tell, such as _en_ or "
			  "_de_.",
		.list = language_codes, .commands = "sync add explain"},
	[ROW_WEIGHTS] = {0, "weights", "T,H,B",
		"worth of a word in title, heading, body (3,2,1)",
		.manual = "How often a word in the title, in a heading and in "
			  "the body counts, 1 to 100 each; 3,2,1 by default, "
			  "which did best on judged collections. It counts "
			  "towards the length of the article, too. An index "
			  "keeps the weights that it was made with.",
		.commands = "sync add"},
	[ROW_THREADS] = {0, "threads", "N", "threads (all processors)",
		.manual = "How many processors to use. The index has the same "
			  "bytes whatever _n_ is.",
		.commands = "sync add delete merge convert check"},
	[ROW_MEMORY] = {0, "memory", "SIZE", "memory for indexing (512M)",
		.manual = "How much memory to use for indexing, and for what "
			  "*--reorder* knows of words, such as _2G_. 512M by "
			  "default. It decides where a segment ends, by what "
			  "usual articles take: with millions of articles of "
			  "a few words it may be exceeded by a quarter. "
			  "Meanwhile the texts of the segment in the making "
			  "wait in a temporary file in the index, at most "
			  "half of _size_, and merges that follow need room "
			  "for what they merge: 193 MB of articles took 235 "
			  "MB of the disk at the peak and 125 in the end.",
		.commands = "sync add delete merge convert check"},
	[ROW_ENGINE] = {0, "engine", "E",
		"of a new index: native or xapian (native)",
		.manual = "Where the documents of a new index lie: in files "
			  "of our own, or in databases of Xapian, for an "
			  "index that outgrows one machine. An index stays "
			  "with its engine. See SHARDS.",
		.values = "native xapian", .commands = "sync add convert"},
	[ROW_SHARDS] = {0, "shards", "N",
		"databases of a new index of engine xapian (1)",
		.manual = "How many databases of Xapian a new index has, 1 to "
			  "1000; 1 by default. An article is in the one that "
			  "the hash of its id says.",
		.commands = "sync add convert"},
	[ROW_LOCK_TIMEOUT] = {0, "lock-timeout", "SEC",
		"wait so long for another writer (0)",
		.manual = "How long to wait while another process writes the "
			  "index, before giving up with the exit status 75. 0 "
			  "by default.",
		.commands = "sync add delete merge convert"},
	[ROW_DRAFTS] = {0, "drafts", NULL, "index drafts, too",
		.manual = "Index drafts, too, and what is of the future or "
			  "expired.",
		.commands = "sync add explain"},
	[ROW_DRY_RUN] = {0, "dry-run", NULL, "do all but commit",
		.manual = "Do all but commit.",
		.commands = "sync add delete merge convert check",
		.often = true},
	[ROW_FORCE] = {0, "force", NULL, "although most files have vanished",
		.manual = "Let *sync* drop more than half of a folder.",
		.commands = "sync"},
	[ROW_WATCH] = {0, "watch", NULL,
		"sync again whenever something changes",
		.manual = "Let *sync* go on: whenever something below a "
			  "_path_ has changed and then nothing happens for a "
			  "fifth of a second (but after three seconds at the "
			  "latest), what has changed is committed, with a "
			  "line on standard error. Other processes may write "
			  "to the index in between. A _path_ that vanishes "
			  "keeps its documents; when it comes back, all of it "
			  "is looked at, and so it is once an hour, for "
			  "articles that expire and for disks that other "
			  "machines write to. After *SIGTERM*, *SIGINT* or "
			  "*SIGHUP* the last changes are committed, and the "
			  "exit status is 0. What fails later than the first "
			  "sync is said once and tried again.",
		.commands = "sync", .often = true},
	[ROW_REORDER] = {0, "reorder", NULL,
		"merge into an order in which like documents are close",
		.manual = "Let *merge* put documents of like words side by "
			  "side, instead of in the order of their ids. This "
			  "pays where ids say nothing about their documents, "
			  "such as numbers: the index gets smaller, and "
			  "phrases and searches for several words faster by a "
			  "quarter. Where that would gain little, as where "
			  "ids are paths, the order stays as it is, and the "
			  "summary says so. Documents of equal rank may come "
			  "in another order than before.",
		.commands = "merge"},
	[ROW_LINK] = {0, "link", NULL, "back up by hard links, not copies",
		.manual = "Let *backup* make hard links instead of copies.",
		.commands = "backup"},
	[ROW_REPAIR] = {0, "repair", NULL,
		"let check make a damaged index sound again",
		.manual = "Let *check* mend what is damaged.",
		.commands = "check"},
	[ROW_TOKENS] = {0, "tokens", NULL,
		"explain each word, as the index has it",
		.manual = "Let *explain* list each word: its position, the "
			  "field it stands in, itself and, where that is "
			  "another, its stem.",
		.commands = "explain"},
	[ROW_FORMAT] = {0, "format", "FORM",
		"text or json (stats, explain, diff)",
		.manual = "The form in which *stats*, *explain* and *diff* "
			  "write.",
		.values = "text json", .commands = "stats explain diff"},
	[ROW_ZERO] = {'0', "null", NULL, "ids of stdin end with a zero byte",
		.manual = "The ids that *delete* reads end with a zero byte, "
			  "so that they may hold newlines.",
		.commands = "delete"},
	[ROW_QUIET] = {'q', "quiet", NULL, "no summary",
		.manual = "No summary; only what went wrong.",
		.commands =
			"sync add delete merge convert dump backup diff check",
		.often = true},
	[ROW_HELP] = {'h', "help", NULL, "print this",
		.manual = "Say how it is used, on one screen; behind a "
			  "command, how that is."},
	[ROW_VERSION] = {'V', "version", NULL, "print the version",
		.manual = "Say the version."},
	{0},
};

static const struct usage_command COMMANDS[] = {
	{"sync", "PATH...",
		"index what is new or changed, drop what is gone (default)",
		command_sync},
	{"add", "PATH... | -", "add or replace; - reads JSONL from stdin",
		command_add},
	{"delete", "ID... | -", "take documents out; - reads ids from stdin",
		command_delete},
	{"merge", "[DIR...]", "one segment of all, and of other indexes",
		command_merge},
	{"dump", "", "write all documents as JSONL, for add -", command_dump},
	{"backup", "DIR", "copy the index, also while it is written",
		command_backup},
	{"convert", "DIR", "make an index of another engine, or more shards",
		command_convert},
	{"stats", "", "say what the index holds", command_stats},
	{"explain", "FILE... | -",
		"say what is understood of a file, by which rule",
		command_explain},
	{"diff", "DIR DIR", "say how the second index differs", command_diff},
	{"check", "", "verify every checksum, structure and list",
		command_check},
	{0},
};

const struct usage index_usage = {
	.name = "meju-index",
	.head = "meju-index [COMMAND] [OPTION]... PATH...   index .md .html "
		".txt .jsonl files\n\n",
	.tail = "Exit status: 0 done, 1 some inputs skipped, 2 trouble, 75 "
		"index is locked.\n",
	.options = ROWS,
	.commands = COMMANDS,
};
