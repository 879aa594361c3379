/* SPDX-License-Identifier: GPL-3.0-or-later */
/**
 * @file meju.h
 * libmeju: a full-text search engine for articles, as a library.  All that the
 * programs meju-index and meju-query do, through one header of C11 or C++17.
 *
 * The examples of this file, one after the other, are a program that a test
 * compiles and runs.  In them `check` is a function that, given anything but
 * MEJU_OK, says the sentence and ends the program:
 *
 * @code
 * struct meju_error err;
 * @endcode
 *
 * What holds everywhere:
 *
 *  1. **Status.**  Who can fail returns an enum meju_status, and tells a
 *     struct meju_error, unless that is NULL, the sentence for people.  Then
 *     what is given out is as it was before the call.  No input makes the
 *     library end the process, print, or catch a signal.
 *  2. **Options** are structs that begin with their own size, so that a
 *     program that was compiled with an older header works with a newer
 *     library.  All zeros, but for the size, is the default of everything; so
 *     is NULL for the struct.
 *  3. **Text** is UTF-8 and ends in a zero byte.  In what is passed, NULL and
 *     "" are the same: nothing.  What is given back is never NULL; nor are
 *     lists, which are arrays of pointers that end in a NULL.
 *  4. **Memory.**  What is passed belongs to the caller, and is not needed any
 *     longer when the call returns, unless it says so.  What a handle gives
 *     back lives as long as the handle.  Who frees a handle takes NULL, too.
 *  5. **Threads.**  A handle may be used by any thread, by one at a time, and
 *     says below what counts as one with it.  Different handles have nothing to
 *     do with each other and may be used at the same time, also an index and
 *     its clones, or the writer and readers of the same folder.  Functions
 *     without a handle may be called by any thread at any time.  Callbacks come
 *     from the thread that called, unless they say otherwise.
 */
#ifndef MEJU_H
#define MEJU_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Of this header; meju_version() is of the library. */
#define MEJU_VERSION "0.1.0"
#define MEJU_VERSION_MAJOR 0 /**< Another one breaks programs.      */
#define MEJU_VERSION_MINOR 1 /**< A higher one has more.            */
#define MEJU_VERSION_PATCH 0 /**< A higher one has fewer mistakes.  */

#if defined(__GNUC__)
#define MEJU_API __attribute__((visibility("default")))
#define MEJU_MUST_CHECK __attribute__((warn_unused_result))
#else
#define MEJU_API        /**< What the library exports.           */
#define MEJU_MUST_CHECK /**< Of what can fail.                   */
#endif

/** Where a number's zero is the default: really none. */
#define MEJU_NONE UINT32_MAX

/* --- What went wrong -------------------------------------------------- */

/** For programs. */
enum meju_status {
	MEJU_OK = 0,
	MEJU_NO_MEMORY,   /**< Memory ran out.                               */
	MEJU_IO,          /**< The operating system refused.                 */
	MEJU_CORRUPT,     /**< An index is damaged.                          */
	MEJU_VERSIONS,    /**< An index, or a struct, of a newer meju.       */
	MEJU_LIMIT,       /**< More than meju_limit() allows.                */
	MEJU_INVALID,     /**< An argument makes no sense.                   */
	MEJU_NOT_FOUND,   /**< There is no such file, index or document.     */
	MEJU_LOCKED,      /**< Another writer is at work.                    */
	MEJU_UNSUPPORTED, /**< The engine of the index cannot do this.       */
	MEJU_STOPPED,     /**< `cancelled` said so.                          */
	MEJU_CHANGED,     /**< A writer was faster: do it again.             */
	MEJU_NETWORK,     /**< A server cannot be reached, or has gone.      */
	MEJU_TIMEOUT      /**< A server did not answer in time.              */
};

/** For people. */
struct meju_error {
	enum meju_status status; /**< As it was returned.                    */
	char text[1024];         /**< One sentence that names what is wrong
				      and where; no newline, no full stop.   */
};

/**
 * A few words that name a status; a constant.
 *
 * @code
 * printf("%s\n", meju_status_text(MEJU_LOCKED));
 * @endcode
 */
MEJU_API const char *meju_status_text(enum meju_status status);

/* --- What the library is ---------------------------------------------- */

/**
 * The version of the library, such as "0.1.0"; a constant.
 *
 * @code
 * if (strcmp(meju_version(), MEJU_VERSION) != 0)
 * 	printf("compiled for %s, runs with %s\n", MEJU_VERSION,
 * 		meju_version());
 * @endcode
 */
MEJU_API const char *meju_version(void);

/** What has a limit. */
enum meju_limit_name {
	MEJU_LIMIT_INDEXES,       /**< Indexes searched together.          */
	MEJU_LIMIT_HITS,          /**< A query's limit and offset, summed. */
	MEJU_LIMIT_QUERY_BYTES,   /**< Of a query; the rest is left out.   */
	MEJU_LIMIT_QUERY_WORDS,   /**< The same; phrases count once.       */
	MEJU_LIMIT_QUERY_DEPTH,   /**< Of parentheses.                     */
	MEJU_LIMIT_SORT_KEYS,     /**< Keys of an order.                   */
	MEJU_LIMIT_PASSAGES,      /**< Passages of a snippet.              */
	MEJU_LIMIT_WIDTH,         /**< Bytes of one, about.                */
	MEJU_LIMIT_SECTIONS,      /**< Sections of a hit.                  */
	MEJU_LIMIT_COLLAPSE,      /**< Hits that are compared.             */
	MEJU_LIMIT_SUGGESTIONS,   /**< Of meju_suggest().                  */
	MEJU_LIMIT_SYNONYM_BYTES, /**< Of a file of rules.                 */
	MEJU_LIMIT_SYNONYM_RULES, /**< In it.                              */
	MEJU_LIMIT_TEXT_BYTES,    /**< Of a document; the rest is cut.     */
	MEJU_LIMIT_ID_BYTES,      /**< Longer ids are refused.             */
	MEJU_LIMIT_FIELD_BYTES,   /**< Of a title, an author, a tag ...    */
	MEJU_LIMIT_FIELD_VALUES,  /**< Authors, tags ... of a document.    */
	MEJU_LIMIT_HEADINGS,      /**< Of a document.                      */
	MEJU_LIMIT_FIELD_WEIGHT,  /**< Of a writer's options.              */
	MEJU_LIMIT_SHARDS,        /**< The same.                           */
	MEJU_LIMIT_COUNT          /**< So many names there are.            */
};

/**
 * A limit of this library; 0: it has no limit of that name.
 *
 * @code
 * printf("a document has at most %llu bytes of text\n",
 * 	(unsigned long long)meju_limit(MEJU_LIMIT_TEXT_BYTES));
 * @endcode
 */
MEJU_API uint64_t meju_limit(enum meju_limit_name name);

/**
 * Text that a call has made, and that lives until the caller frees it.  It may
 * hold zero bytes; behind its length there is another one.
 *
 * Threads: it belongs to nothing else.
 */
struct meju_text {
	const char *data; /**< The bytes.     */
	size_t len;       /**< How many.      */
};

/** Free a text; examples are everywhere below. */
MEJU_API void meju_text_free(struct meju_text *text);

/* --- Documents -------------------------------------------------------- */

/** A heading of a document. */
struct meju_heading {
	const char *text;   /**< Without markup.                       */
	const char *anchor; /**< Its part of a URL behind the '#'.     */
	unsigned level;     /**< 1 to 6.                               */
	unsigned line;      /**< Of the source; 0: not known.          */
};

/**
 * A document, to be added or as an index has it.  Only the id is needed.
 * Dates are "2024-05-03", or with a time as RFC 3339 has it.
 */
struct meju_document {
	size_t size;             /**< sizeof(struct meju_document)          */
	const char *id;          /**< Unique in the index.                  */
	const char *title;       /**< Its words count more.                 */
	const char *text;        /**< The body, an empty line between
				      paragraphs.                           */
	size_t text_len;         /**< In bytes; 0: up to its zero byte.     */
	const char *description; /**< Shown where no word matches.          */
	const char *url;         /**< Where it can be read.                 */
	const char *language;    /**< Such as "en"; ""; it is detected.     */
	const char *type;        /**< For `type:` in queries, and facets.   */
	const char *date;        /**< Of its publication.                   */
	const char *modified;    /**< Of its last change.                   */
	const char *const *authors;    /**< For `author:`, and facets.      */
	const char *const *tags;       /**< For `tag:`, and facets.         */
	const char *const *categories; /**< For `category:`, and facets.    */
	const char *const *aliases;    /**< Its former URLs.                */
	double boost; /**< Its worth beside that of others; 0: 1.      */
	/** What else is known of it: a JSON object.  A member that is called
	 * like a field fills that where it is empty. */
	const char *extra;
	/** The file it came from, below its root; not taken when added. */
	const char *source;
	/** Not taken when added. */
	const struct meju_heading *const *headings;
};

/* --- Writing ---------------------------------------------------------- */

/**
 * The one writer of an index: takes documents in and out, and makes that the
 * next commit.  Nothing is seen before meju_writer_commit() returns MEJU_OK; a
 * process that ends before, in whatever way, leaves the index as it was.
 *
 * A writer whose work has failed does not go on: every call returns that failure
 * again, until it is closed.  What was only asked for in a wrong way (no id, no
 * path) and what is MEJU_LOCKED may be asked for again.
 *
 * Threads: one at a time; it starts its own while it works.
 */
struct meju_writer;

/** How an index is written.  What is marked (new) is kept by an index from
 * when it is made; to ask for something else later is MEJU_INVALID.  Writing
 * databases of Xapian sets XAPIAN_FLUSH_THRESHOLD in the environment: it reads
 * from there how much it may keep in memory. */
struct meju_writer_options {
	size_t size;           /**< sizeof(struct meju_writer_options)       */
	const char *language;  /**< Of documents that show none: "en".       */
	const char *site;      /**< What URLs of files begin with.           */
	const char *permalink; /**< Their path: "/:year/:month/:slug/".     */
	unsigned weights[3];   /**< (new) Of a word in the title, in headings,
				    in the body; zeros: 3, 2, 1.            */
	const char *engine;    /**< (new) "native" or "xapian"; "": native. */
	unsigned shards;       /**< (new) Databases of Xapian; 0: 1.        */
	unsigned threads;      /**< 0: as many as there are processors.     */
	size_t memory;         /**< Bytes for indexing; 0: 512 MB.          */
	unsigned lock_timeout; /**< Seconds to wait for another writer.     */
	int drafts;            /**< Not 0: take drafts, too, and what is of
				    the future or expired.                  */
	int dry_run;           /**< Not 0: do all but commit.               */

	/** A sentence about input that is skipped, or read with loss. */
	void (*message)(void *data, const char *sentence);
	/** So much was read since the writer was opened. */
	void (*progress)(void *data, uint64_t documents, uint64_t bytes);
	/** Not 0: the work shall end, with MEJU_STOPPED.  Asked between steps,
	 * perhaps by several threads at once. */
	int (*cancelled)(void *data);
	void *data; /**< For these three. */
};

/** What a commit has changed. */
struct meju_commit {
	uint64_t generation; /**< Of the index: how many commits there were. */
	uint64_t indexed;    /**< Documents that came in.                    */
	uint64_t removed;    /**< Those that went, also for new ones.        */
	uint64_t unknown;    /**< Ids to be deleted that were not there.     */
	uint64_t unchanged;  /**< Files that were as they had been.          */
	uint64_t skipped;    /**< Inputs, each with a message.               */
	uint64_t withheld;   /**< Drafts and the like.                       */
};

/**
 * Open an index to write, a new one if there is none.  MEJU_LOCKED: another
 * writer is at work, in this process or another.
 *
 * @code
 * const struct meju_writer_options wo = {
 * 	.size = sizeof wo, .language = "en", .threads = 1};
 * struct meju_writer *writer;
 * check(meju_writer_open("example.meju", &wo, &writer, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_writer_open(const char *folder,
	const struct meju_writer_options *options, struct meju_writer **writer,
	struct meju_error *err);

/**
 * Add a document, in place of that with the same id if there is one.  One that
 * cannot be taken is skipped, with a message; the writer goes on.
 *
 * @code
 * const char *const tags[] = {"skin", "diet", NULL};
 * const struct meju_document doc = {.size = sizeof doc,
 * 	.id = "rosacea.md",
 * 	.title = "Rosacea triggers",
 * 	.text = "Red wine opens the vessels.\n\nSo does a hot kitchen.",
 * 	.tags = tags,
 * 	.date = "2024-03-05"};
 * check(meju_writer_add(writer, &doc, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_writer_add(
	struct meju_writer *writer, const struct meju_document *document,
	struct meju_error *err);

/**
 * The same with documents as JSON, one a line, as `meju-index add -` reads
 * them: "id", "title", "text", "author", "tags", "date" ...; all else is kept.
 *
 * @code
 * const char lines[] =
 * 	"{\"id\": \"gut.md\", \"title\": \"Gut health\", \"text\": "
 * 	"\"Fibre feeds the bacteria of the gut.\", \"tags\": [\"diet\"]}\n"
 * 	"{\"id\": \"old.md\", \"title\": \"Old\", \"text\": \"Old wine.\"}\n";
 * check(meju_writer_add_json(writer, lines, strlen(lines), &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_writer_add_json(
	struct meju_writer *writer, const char *lines, size_t len,
	struct meju_error *err);

/**
 * The same with a file, or all files below a folder, as `meju-index add PATH`:
 * Markdown, HTML, text, JSONL.
 *
 * @code
 * check(meju_writer_add_path(writer, "note.md", &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_writer_add_path(
	struct meju_writer *writer, const char *path, struct meju_error *err);

/**
 * Keep the index in step with a folder, as `meju-index sync`: what is new or
 * changed there is taken, what has vanished goes.  If all, or more than half of
 * the files have vanished it is MEJU_INVALID, unless `force` is not 0.
 *
 * @code
 * check(meju_writer_sync(writer, "articles", 0, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_writer_sync(
	struct meju_writer *writer, const char *folder, int force,
	struct meju_error *err);

/**
 * Take the document of that id out; if there is none, it is only counted.  What
 * is added later under that id stays.
 *
 * @code
 * check(meju_writer_delete(writer, "old.md", &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_writer_delete(
	struct meju_writer *writer, const char *id, struct meju_error *err);

/**
 * Make all since the last commit the next one: durable, and seen by who opens
 * the index or refreshes.  Small segments may be merged afterwards.  `commit`
 * may be NULL.  The writer may then go on; until it does, others may write.
 *
 * @code
 * struct meju_commit commit;
 * check(meju_writer_commit(writer, &commit, &err), &err);
 * printf("%llu documents indexed\n", (unsigned long long)commit.indexed);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_writer_commit(
	struct meju_writer *writer, struct meju_commit *commit,
	struct meju_error *err);

/**
 * Close the writer.  What was not committed is forgotten.
 *
 * @code
 * meju_writer_close(writer);
 * @endcode
 */
MEJU_API void meju_writer_close(struct meju_writer *writer);

/* --- Searching -------------------------------------------------------- */

/**
 * An index, or several that are searched as one, as the last commit left them.
 * Later commits do not change what it shows, nor do they wait for it.
 *
 * Threads: one at a time, for it, its results and the synonyms that it is asked
 * with; documents, texts and completions that it gave are on their own.  Each
 * thread that searches has a clone.
 */
struct meju_index;

/** How an index is opened. */
struct meju_index_options {
	size_t size; /**< sizeof(struct meju_index_options)           */
	unsigned
		patience; /**< Milliseconds that a server may take; 0: 10,000. */
};

/**
 * Open an index.  A name is a folder, or "host:port" of a server of Xapian.
 * With a count of 0 it is the one that `meju-query` would search: $MEJU_INDEX,
 * or the nearest ".meju" in this folder and those above.
 *
 * @code
 * const char *const folders[] = {"example.meju"};
 * struct meju_index *index;
 * check(meju_index_open(folders, 1, NULL, &index, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_index_open(
	const char *const *names, size_t count,
	const struct meju_index_options *options, struct meju_index **index,
	struct meju_error *err);

/**
 * The same index again, for another thread, as it is now; what is open already
 * is shared, so this is cheap.  Either may be closed first.  Like every call,
 * it needs `index` for itself while it takes.
 *
 * @code
 * struct meju_index *other;
 * check(meju_index_clone(index, &other, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_index_clone(
	struct meju_index *index, struct meju_index **clone,
	struct meju_error *err);

/**
 * Follow what was committed meanwhile.  `*changed` (may be NULL): it is another
 * commit now.  Takes a microsecond if nothing has changed.  Results that were
 * found before stay as they are (of databases of Xapian, which forget old
 * commits, the first hundred hits).  After a failure the index stays, too.
 *
 * @code
 * int changed;
 * check(meju_index_refresh(other, &changed, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_index_refresh(
	struct meju_index *index, int *changed, struct meju_error *err);

/**
 * How many commits there were, summed over all indexes.
 *
 * @code
 * printf("commit %llu\n", (unsigned long long)meju_index_generation(index));
 * @endcode
 */
MEJU_API uint64_t meju_index_generation(const struct meju_index *index);

/**
 * How many documents can be found.
 *
 * @code
 * printf("%llu documents\n", (unsigned long long)meju_index_documents(index));
 * @endcode
 */
MEJU_API uint64_t meju_index_documents(const struct meju_index *index);

/**
 * Close it.  Results may live longer.
 *
 * @code
 * meju_index_close(other);
 * @endcode
 */
MEJU_API void meju_index_close(struct meju_index *index);

/**
 * Rules of words that stand for others, out of a file: see SYNONYMS in
 * meju-query(1).
 *
 * Threads: as the index that is asked with them; each clone needs its own.
 */
struct meju_synonyms;

/**
 * Read rules.  A line that is none is left out.
 *
 * @code
 * struct meju_synonyms *synonyms;
 * check(meju_synonyms_open("synonyms.rules", &synonyms, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_synonyms_open(const char *path,
	struct meju_synonyms **synonyms, struct meju_error *err);

/**
 * The list of sentences about lines that were left out.
 *
 * @code
 * for (const char *const *w = meju_synonyms_warnings(synonyms); *w; w++)
 * 	printf("%s\n", *w);
 * @endcode
 */
MEJU_API const char *const *meju_synonyms_warnings(
	const struct meju_synonyms *synonyms);

/**
 * Free them.  Results that were found with them must have been freed.
 *
 * @code
 * meju_synonyms_close(synonyms);
 * @endcode
 */
MEJU_API void meju_synonyms_close(struct meju_synonyms *synonyms);

/** Which words of a query must be found. */
enum meju_match {
	MEJU_AUTO, /**< All; where they do not fill the page, some. */
	MEJU_ALL,  /**< All.                                        */
	MEJU_ANY   /**< Some.                                       */
};

/** What snippets are. */
enum meju_highlight {
	MEJU_PLAIN,        /**< Text.                                      */
	MEJU_HTML,         /**< Escaped, what matches in `mark` elements.   */
	MEJU_HTML_ESCAPED, /**< Escaped, and not marked.                   */
	MEJU_ANSI          /**< For terminals, what matches bold and red.  */
};

/** A query.  What `meju-query` has an option for is explained there. */
struct meju_query {
	size_t size;         /**< sizeof(struct meju_query)                   */
	const char *text;    /**< See meju-query-language(7); never wrong.    */
	const char *filter;  /**< Another query that hits must satisfy, too; it
				 adds nothing to scores.                     */
	const char *similar; /**< The id of a document: find those like it.  */
	enum meju_match match; /**< Which of its words must be found.      */
	uint32_t limit;        /**< Hits at most; 0: 10.  MEJU_NONE: none.    */
	uint32_t offset;       /**< Hits that are left out before.            */
	const char *language;  /**< Of the query; "": those of the index.     */
	const char *sort;      /**< "category,-date"; "": by score.           */
	const char *facets;    /**< To be counted: "author,tag".              */
	uint32_t facet_values; /**< The most frequent of each; 0: all.       */
	const char *rank;      /**< What counts how much: "recency=0.2".     */
	struct meju_synonyms *synonyms; /**< Must outlive the result.  Rules
					     belong to one thread, as results do. */
	uint32_t passages; /**< Of a snippet; 0: 2.  MEJU_NONE: no snippets.  */
	uint32_t width;    /**< Bytes of one, about; 0: 200.                  */
	uint32_t sections; /**< Best sections of a hit; 0: 3, or MEJU_NONE.   */
	enum meju_highlight
		highlight; /**< Of snippets; JSON has HTML always. */
	double deadline;   /**< Milliseconds; 0: as long as it takes.  When they
			       are over, the result is the best so far.       */
	int64_t now;    /**< For "date:30d": seconds since 1970; 0: now.    */
	int collapse;   /**< Not 0: of hits nearly the same show the first. */
	int unfinished; /**< Not 0: the last word may be the beginning of one. */
	int explain;    /**< Not 0: JSON says why each hit has its score.   */
	int uncounted;  /**< Not 0: do not count all that match: faster.    */
	int uncorrected; /**< Not 0: look for no "did you mean".             */
	int exhaustive;  /**< Not 0: score every document; for tests.        */
};

/**
 * What was found.  It may outlive its index, and keeps the commit that it was
 * found in open.
 *
 * Threads: as its index, also after that was closed: results of one index count
 * as one.
 */
struct meju_result;

/**
 * Search.
 *
 * @code
 * const struct meju_query query = {.size = sizeof query,
 * 	.text = "wine OR fibre",
 * 	.facets = "tag",
 * 	.highlight = MEJU_HTML,
 * 	.deadline = 500};
 * struct meju_result *result;
 * check(meju_search(index, &query, &result, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_search(struct meju_index *index,
	const struct meju_query *query, struct meju_result **result,
	struct meju_error *err);

/** A value of a facet. */
struct meju_facet_value {
	const char *value; /**< The tag, the author ...          */
	uint64_t count;    /**< Documents found that have it.    */
	int selected;      /**< The query asks for it.           */
};

/** How many of the documents found have which tag, author ... */
struct meju_facet {
	const char *name; /**< As it was asked for.                     */
	/** The most frequent first. */
	const struct meju_facet_value *const *values;
};

/** A result but for its hits. */
struct meju_summary {
	size_t count;   /**< Hits on this page.                              */
	uint64_t total; /**< Documents that match, unless `uncounted`.       */
	int partial;    /**< Not all was looked at: the deadline had passed, or
			     a server is down.                               */
	int relaxed;    /**< Some hits have only some of the words.          */
	double milliseconds;         /**< That the search took.             */
	const char *suggestion;      /**< "Did you mean"; "": nothing.      */
	const char *const *warnings; /**< What of the query was repaired.   */
	const char *const *missing;  /**< Servers that did not answer.      */
	const struct meju_facet *const *facets; /**< As asked for.           */
};

/**
 * What is known of the result as a whole.
 *
 * @code
 * const struct meju_summary *sum = meju_result_summary(result);
 * printf("%llu found\n", (unsigned long long)sum->total);
 * for (const struct meju_facet *const *f = sum->facets; *f; f++)
 * 	for (const struct meju_facet_value *const *v = (*f)->values; *v; v++)
 * 		printf("  %s: %s %llu\n", (*f)->name, (*v)->value,
 * 			(unsigned long long)(*v)->count);
 * @endcode
 */
MEJU_API const struct meju_summary *meju_result_summary(
	const struct meju_result *result);

/** A section of a hit that fits. */
struct meju_section {
	const char *heading; /**< What it is called.                       */
	const char *anchor;  /**< Of the heading, without '#'; or "".      */
	const char *url;     /**< Of the document, and the place in it.    */
	const char *snippet; /**< Its best passage.                        */
	unsigned line;       /**< Of that in the source; 0: not known.     */
};

/** A document that was found. */
struct meju_hit {
	const char *id;       /**< Of the document.                          */
	const char *title;    /**< Perhaps "".                               */
	const char *url;      /**< The same.                                 */
	const char *source;   /**< The file it came from, below its root.    */
	const char *snippet;  /**< Passages that match, or the description.  */
	const char *date;     /**< "2024-05-03", or "".                      */
	const char *language; /**< "en"; "": not known.            */
	const char *const *authors;    /**< As the document has them.       */
	const char *const *tags;       /**< The same.                       */
	const char *const *categories; /**< The same.                       */
	double score;   /**< In an order by other things: 0.                */
	unsigned line;  /**< Of the snippet in the source; 0: not known.    */
	unsigned alike; /**< Hits that it stands for, where they collapse.  */
	int relaxed;    /**< It has only some of the words.                 */
	/** Those that fit best, best first. */
	const struct meju_section *const *sections;
};

/**
 * Hit `number` of this page, from 0; MEJU_INVALID: it has fewer.  It is read
 * when it is first asked for.
 *
 * @code
 * for (size_t i = 0; i < sum->count; i++) {
 * 	const struct meju_hit *hit;
 * 	check(meju_result_hit(result, i, &hit, &err), &err);
 * 	printf("%s\n  %s\n", hit->title, hit->snippet);
 * }
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_result_hit(
	struct meju_result *result, size_t number, const struct meju_hit **hit,
	struct meju_error *err);

/**
 * The whole result, as `meju-query --format json` writes it.
 *
 * @code
 * struct meju_text *json;
 * check(meju_result_json(result, &json, &err), &err);
 * fwrite(json->data, 1, json->len, stdout);
 * meju_text_free(json);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_result_json(
	struct meju_result *result, struct meju_text **text,
	struct meju_error *err);

/** In which form something is told. */
enum meju_form {
	MEJU_TEXT, /**< For people. */
	MEJU_JSON  /**< One object. */
};

/**
 * Why a hit has its score: what each word of the query adds to it.
 *
 * @code
 * struct meju_text *why;
 * check(meju_result_explain(result, 0, MEJU_TEXT, &why, &err), &err);
 * fwrite(why->data, 1, why->len, stdout);
 * meju_text_free(why);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_result_explain(
	struct meju_result *result, size_t number, enum meju_form form,
	struct meju_text **text, struct meju_error *err);

/**
 * Free a result.
 *
 * @code
 * meju_result_free(result);
 * @endcode
 */
MEJU_API void meju_result_free(struct meju_result *result);

/**
 * Why a document is not among the hits of a query, or where it is.  `id` may
 * also be its URL or its source.
 *
 * @code
 * const struct meju_query sought = {.size = sizeof sought, .text = "fibre"};
 * check(meju_why_not(index, &sought, "rosacea.md", MEJU_TEXT, &why, &err),
 * 	&err);
 * fwrite(why->data, 1, why->len, stdout);
 * meju_text_free(why);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_why_not(struct meju_index *index,
	const struct meju_query *query, const char *id, enum meju_form form,
	struct meju_text **text, struct meju_error *err);

/**
 * Is every document found by its own title, as `meju-query --audit` asks?  Of
 * the query it heeds what says how to search, not for what.  `most`: so many
 * documents, spread over the index; 0: all.  `*good` (may be NULL): every one
 * is among the first three.
 *
 * @code
 * int good;
 * struct meju_text *report;
 * check(meju_audit(index, NULL, 0, MEJU_TEXT, &good, &report, &err), &err);
 * fwrite(report->data, 1, report->len, stdout);
 * meju_text_free(report);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_audit(struct meju_index *index,
	const struct meju_query *query, uint64_t most, enum meju_form form,
	int *good, struct meju_text **text, struct meju_error *err);

/**
 * Does the index find what a file of relevance tests says it should, as
 * `meju-query --check FILE` asks?  Of the query it heeds the same.  `*good` (may
 * be NULL): every test passes.
 *
 * @code
 * check(meju_relevance(index, NULL, "tests.toml", MEJU_TEXT, &good, &report,
 * 		&err),
 * 	&err);
 * fwrite(report->data, 1, report->len, stdout);
 * meju_text_free(report);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_relevance(
	struct meju_index *index, const struct meju_query *query,
	const char *path, enum meju_form form, int *good,
	struct meju_text **text, struct meju_error *err);

/**
 * The document of that id, as the index has it.  MEJU_NOT_FOUND: there is none.
 *
 * @code
 * const struct meju_document *found;
 * check(meju_index_document(index, "rosacea.md", &found, &err), &err);
 * printf("%s: %s\n", found->title, found->text);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_index_document(
	struct meju_index *index, const char *id,
	const struct meju_document **document, struct meju_error *err);

/**
 * Free a document that an index gave.
 *
 * @code
 * meju_document_free(found);
 * @endcode
 */
MEJU_API void meju_document_free(const struct meju_document *document);

/**
 * The same as JSON, as meju-serve answers /doc/ID.
 *
 * @code
 * check(meju_index_document_json(index, "rosacea.md", &json, &err), &err);
 * fwrite(json->data, 1, json->len, stdout);
 * meju_text_free(json);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_index_document_json(
	struct meju_index *index, const char *id, struct meju_text **text,
	struct meju_error *err);

/* --- While one types -------------------------------------------------- */

/**
 * How a query that is being typed may go on.
 *
 * Threads: it belongs to nothing else.
 */
struct meju_completion;

/** What is asked while one types. */
struct meju_typing {
	size_t size;        /**< sizeof(struct meju_typing)                */
	const char *text;   /**< Typed so far.                             */
	const char *filter; /**< A query that narrows.                     */
	uint32_t limit;     /**< Suggestions at most; 0: 8.                */
	int64_t now;        /**< As in struct meju_query.                  */
};

/** A word in place of what was typed of it, or a title. */
struct meju_suggestion {
	const char *text; /**< The whole query with the word, or the title.  */
	int title;        /**< Not 0: it is a title.                         */
	const char *id;   /**< Of a document that has the title, else "".    */
	const char *url;  /**< The same.                                     */
	uint64_t documents; /**< That it finds.                              */
};

/**
 * Ask how a query may go on.  Only what at least one document has, together
 * with the words before it.
 *
 * @code
 * const struct meju_typing typing = {.size = sizeof typing, .text = "ros"};
 * struct meju_completion *completion;
 * check(meju_suggest(index, &typing, &completion, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_suggest(struct meju_index *index,
	const struct meju_typing *typing, struct meju_completion **completion,
	struct meju_error *err);

/**
 * The list of suggestions, words before titles.
 *
 * @code
 * for (const struct meju_suggestion *const *s =
 * 		meju_completion_suggestions(completion);
 * 	*s; s++)
 * 	printf("%s\n", (*s)->text);
 * @endcode
 */
MEJU_API const struct meju_suggestion *const *meju_completion_suggestions(
	const struct meju_completion *completion);

/**
 * Free them.
 *
 * @code
 * meju_completion_free(completion);
 * meju_index_close(index);
 * @endcode
 */
MEJU_API void meju_completion_free(struct meju_completion *completion);

/* --- Looking after an index ------------------------------------------- */

/**
 * What an index holds and what it weighs, as `meju-index stats`.
 *
 * @code
 * struct meju_text *stats;
 * check(meju_stats("example.meju", MEJU_JSON, &stats, &err), &err);
 * fwrite(stats->data, 1, stats->len, stdout);
 * meju_text_free(stats);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_stats(const char *folder,
	enum meju_form form, struct meju_text **text, struct meju_error *err);

/** How an index is checked. */
struct meju_check_options {
	size_t size; /**< sizeof(struct meju_check_options)                  */
	int repair;  /**< Not 0: mend what is damaged, as far as can be.     */
	int dry_run; /**< Not 0: only find out what mending would lose.      */
	unsigned threads; /**< For mending; as in the writer's options.      */
	size_t memory;    /**< The same.                                     */

	/** What was found, a sentence each. */
	void (*finding)(void *data, const char *sentence);
	/** The id of a document that mending has lost, or a few words. */
	void (*lost)(void *data, const char *what);
	void *data; /**< For both. */
};

/**
 * Verify every checksum, structure and list.  MEJU_CORRUPT: something is
 * damaged, or documents were lost in mending.
 *
 * @code
 * check(meju_check("example.meju", NULL, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_check(const char *folder,
	const struct meju_check_options *options, struct meju_error *err);

/**
 * Make one segment of all that an index has, and of `count` other indexes, whose
 * documents are taken in.  Of the options, those of the writer, it heeds threads,
 * memory, lock_timeout, dry_run and the callbacks.
 *
 * @code
 * check(meju_merge("example.meju", NULL, 0, &wo, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_merge(const char *folder,
	const char *const *others, size_t count,
	const struct meju_writer_options *options, struct meju_error *err);

/**
 * Copy an index, as its last commit left it, into a new folder, while a writer
 * may go on.
 *
 * @code
 * check(meju_backup("example.meju", "copy.meju", &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_backup(
	const char *folder, const char *to, struct meju_error *err);

/** How an index is dumped. */
struct meju_dump_options {
	size_t size; /**< sizeof(struct meju_dump_options)                    */
	/** A document as a line of JSON with its newline; not 0: enough, which
	 * is MEJU_STOPPED. */
	int (*line)(void *data, const char *line, size_t len);
	/** A sentence about bytes of a document that are no text. */
	void (*message)(void *data, const char *sentence);
	void *data; /**< For both. */
};

/**
 * Give every document back, as `meju-index dump`: a line from which
 * meju_writer_add_json() makes the same.
 *
 * Threads: it belongs to nothing else.
 *
 * @code
 * const struct meju_dump_options dump = {.size = sizeof dump};
 * check(meju_dump("example.meju", &dump, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_dump(const char *folder,
	const struct meju_dump_options *options, struct meju_error *err);

/**
 * Make a new index of the documents of another: of the engine that the options
 * say, or with another number of shards, as `meju-index convert`.  Of the options,
 * those of the writer, it heeds engine, shards, threads, memory, lock_timeout,
 * dry_run and the callbacks.
 *
 * Threads: it starts its own while it works.
 *
 * @code
 * const struct meju_writer_options sharded = {
 * 	.size = sizeof sharded, .engine = "xapian", .shards = 2};
 * check(meju_convert("example.meju", "shards.meju", &sharded, &err), &err);
 * @endcode
 */
MEJU_API MEJU_MUST_CHECK enum meju_status meju_convert(const char *folder,
	const char *to, const struct meju_writer_options *options,
	struct meju_error *err);

#ifdef __cplusplus
}
#endif

#endif
