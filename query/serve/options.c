/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/options.h"

static const struct option_row ROWS[] = {
	[SERVE_INDEX] = {'d', "index", "DIR",
		"the index, or several ($MEJU_INDEX, nearest .meju)",
		.manual = "The index; given more than once, the indexes are "
			  "searched as one.",
		.often = true, .again = true},
	[SERVE_LISTEN] = {0, "listen", "HOST:PORT",
		"where (127.0.0.1:8080); again: there too",
		.manual = "Listen on this address; a port alone is of this "
			  "machine only, port 0 any that is free. Given more "
			  "than once, on each. By default on 127.0.0.1:8080, "
			  "unless *--socket* is given or systemd hands over "
			  "sockets.",
		.often = true, .again = true},
	[SERVE_SOCKET] = {0, "socket", "FILE", "a Unix socket to listen on",
		.manual = "Listen on a Unix socket of this name, which is made "
			  "and, at the end, removed. Who may connect is "
			  "decided by the folder's permissions and the umask.",
		.often = true, .again = true},
	[SERVE_URL] = {0, "url", "URL", "how the server is known to others",
		.manual = "Under which address others reach the server, such "
			  "as _https://search.example.org_: for feeds and for "
			  "_/opensearch.xml_, and, if it has a path, for the "
			  "links of pages. By default http and the name that "
			  "a request gives.",
		.often = true},
	[SERVE_CORS] = {0, "cors", "ORIGIN",
		"a site whose pages may ask, or * for all",
		.manual = "Pages of this origin, such as "
			  "_https://example.org_, may read answers; *\\** are "
			  "all. By default only pages of the server's own "
			  "origin may.",
		.often = true, .again = true},
	[SERVE_API_KEY] = {0, "api-key", "FILE", "answer only who knows it",
		.manual = "Answer searches only to those who send the first "
			  "line of this file, as _Authorization: Bearer KEY_ "
			  "or _X-Api-Key: KEY_.",
		.often = true},
	[SERVE_RATE] = {0, "rate", "N", "requests a second and address",
		.manual = "Answer at most _n_ requests a second to one "
			  "address, twice as many at once after a pause, and "
			  "others with 429. By default there is no limit.",
		.often = true},
	[SERVE_PROXIED] = {0, "proxied", NULL,
		"addresses are in X-Forwarded-For",
		.manual = "Addresses, for *--rate* and *--log-addresses*, are "
			  "the last in _X-Forwarded-For_, if the one that "
			  "connects is of this machine or of a private "
			  "network. Only with a proxy in front that sets it; "
			  "else anyone there can give another."},
	[SERVE_MAX_AGE] = {0, "max-age", "SECONDS",
		"how long answers may be kept (0)",
		.manual = "Answers may be used again for so long without "
			  "asking. By default clients ask each time, and are "
			  "told in few bytes if nothing has changed."},
	[SERVE_SYNONYMS] = {0, "synonyms", "FILE",
		"words that stand for others, by rules",
		.manual = "Also find the synonyms of words that the rules of "
			  "this file name; see *meju-query*(1)."},
	[SERVE_LOG] = {0, "log", "FILE", "a line of JSON for each request",
		.manual = "Append a line of JSON for each request to this "
			  "file; *-* is standard output. Neither addresses nor "
			  "what was searched for are in it. The file is held "
			  "open: who rotates it copies and truncates it.",
		.often = true},
	[SERVE_LOG_ADDRESSES] = {0, "log-addresses", NULL,
		"with --log: and who asked",
		.manual = "With *--log*: the address of who asked, too."},
	[SERVE_SLOW] = {0, "slow", "MS", "log searches that take longer",
		.manual = "Log searches that take longer than so many "
			  "milliseconds with their query: in the file of "
			  "*--log*, else on standard error."},
	[SERVE_REPORT] = {0, "report", "FILE", "count searches without results",
		.manual = "Keep in this file which queries find nothing, and "
			  "how often: a line _count_, tab, _query_ for each "
			  "that came five times or more. Case and accents do "
			  "not count, and nothing else is kept of them."},
	[SERVE_USER] = {0, "user", "NAME", "run as this user",
		.manual = "Once the sockets are open, become this user and its "
			  "groups. Needs root."},
	[SERVE_NO_SANDBOX] = {0, "no-sandbox", NULL,
		"let it open more than its index",
		.manual = "By default, once it runs, it can read nothing but "
			  "what is in the folder that the index's is in, write "
			  "nothing but the report, run no program and connect "
			  "to no other, if the kernel has Landlock (5.13; for "
			  "connections 6.7). This does without: for an index "
			  "that is replaced by a link to another place."},
	[SERVE_THREADS] = {0, "threads", "N", "that search (one a processor)",
		.manual = "Search in so many threads; by default one for each "
			  "processor."},
	[SERVE_CONNECTIONS] = {0, "connections", "N", "at most (10000)",
		.manual = "Hold at most so many connections; others are "
			  "answered 503 and closed. Also bounded by the number "
			  "of files that the system lets a process open."},
	[SERVE_TIMEOUT] = {0, "timeout", "SECONDS", "for clients (10)",
		.manual = "Close connections whose client takes longer than "
			  "this to send the whole of a request, to send the "
			  "next one, or to fetch an answer."},
	[SERVE_DEADLINE] = {0, "deadline", "MS", "for an answer (1000)",
		.manual = "Give a search so many milliseconds; then answer "
			  "with what is found by then, and say that it is not "
			  "all (_partial_). 0: as long as it takes."},
	[SERVE_CACHE] = {0, "cache", "SIZE", "of documents shown lately (96M)",
		.manual = "Keep about so much of the documents that were "
			  "shown lately, so that they need not be read again; "
			  "all threads together."},
	[SERVE_HELP] = {'h', "help", NULL, "print this",
		.manual = "Say how it is used, on one screen."},
	[SERVE_VERSION] = {'V', "version", NULL, "print the version",
		.manual = "Say the version."},
	{0},
};

const struct usage serve_usage = {
	.name = "meju-serve",
	.head = "meju-serve [OPTION]...   searches over HTTP\n"
		"  /search?q=gut+skin      JSON, a page or a feed\n"
		"  /suggest?q=gut+he       how that may go on\n"
		"  /doc/ID  /similar/ID    a document, those like it\n"
		"  /                       a page to try it\n\n",
	.tail = "It ends well at SIGTERM.  Exit status: 0, or 2 trouble.\n",
	.options = ROWS,
};
