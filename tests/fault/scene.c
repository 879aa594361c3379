/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fault/scene.h"
#include "tests/support/test.h"

#include <sys/stat.h>
#include <unistd.h>

#define ON " -d index --threads 1 "

/* What there is before. */
enum before { INDEX, NOTHING, MANY };

struct command {
	const char *name, *line;
	enum before before;
};

static const struct command WRITERS[] = {
	{"first sync", "meju-index sync" ON "docs", NOTHING},
	{"sync", "meju-index sync" ON "docs", INDEX},
	{"sync, 2 threads", "meju-index sync -d index --threads 2 docs", INDEX},
	{"add", "meju-index add" ON "more.jsonl docs/news.txt", INDEX},
	{"add, and merge", "meju-index add" ON "more.jsonl", MANY},
	{"delete", "meju-index delete" ON "l1 page.html l3", INDEX},
	{"delete, and merge", "meju-index delete" ON "l101 l102 l104", MANY},
	{"merge", "meju-index merge" ON, INDEX},
	{"merge --reorder", "meju-index merge --reorder" ON, INDEX},
	{"merge of another", "meju-index merge" ON "other", INDEX},
};

static const struct command READERS[] = {
	{"check", "meju-index check -d index", INDEX},
	{"dump", "meju-index dump -d index", INDEX},
	{"backup", "meju-index backup -d index copy", INDEX},
	{"explain", "meju-index explain docs/a.md docs/page.html", INDEX},
	{"diff", "meju-index diff index other", INDEX},
	{"stats", "meju-index stats -d index", INDEX},
	{"stats, json", "meju-index stats -d index --format json", INDEX},
	{"query", "meju-query -d index salt gut bread", INDEX},
	{"query, phrase", "meju-query -d index '\"sour dough\" tag:food'",
		INDEX},
	{"query, all of it",
		"meju-query -d index --facets tag,author,type --format json "
		"--explain 'ferment* (salz OR salt) -\"no such\" title:bread'",
		INDEX},
	{"query, sorted",
		"meju-query -d index --sort -date --format tsv 'bread NEAR/5 "
		"salt saltt'",
		INDEX},
	{"query, mistyped", "meju-query -d index 'kimhci kimchi~2 s*t w?ter'",
		INDEX},
	{"query, synonyms",
		"meju-query -d index --synonyms rules --explain 'sour dough "
		"bread'",
		INDEX},
	{"similar",
		"meju-query -d index --similar a.md --collapse --format json "
		"tag:food",
		INDEX},
	{"suggest", "meju-query -d index --suggest 'tag:food salt br'", INDEX},
	{"queries", "meju-query -d index --queries queries.tsv --format trec",
		INDEX},
	{"judge", "meju-query -d index --queries queries.tsv --judge qrels.txt",
		INDEX},
	{"why not",
		"meju-query -d index --why-not l1 'breads =Salt \"sour gut\" "
		"tag:none -the date:2020..'",
		INDEX},
	{"why not, json",
		"meju-query -d index -n 1 --format json --why-not nowhere.md x",
		INDEX},
	{"audit", "meju-query -d index --audit", INDEX},
	{"check cases",
		"meju-query -d index --check cases.toml --against index",
		INDEX},
};

const size_t scene_writers = sizeof WRITERS / sizeof *WRITERS;
const size_t scene_count =
	(sizeof WRITERS + sizeof READERS) / sizeof(struct command);

/* ---- documents ---- */

static const char *const WORDS[] = {"salt", "bread", "sour dough", "ferments",
	"gut", "health", "healthy", "the", "and", "running", "ran", "kimchi",
	"Cabbages", "C++", "node.js", "well-known", "rosacea", "Salz",
	"Br\xc3\xb6tchen", "caf\xc3\xa9", "water", "flour", "oven", "rye"};

static const char *words(struct rng *r, unsigned n)
{
	static char text[8][2048];
	static unsigned turn;
	char *out = text[turn++ % 8];
	size_t len = 0;
	for (; n && len < sizeof text[0] - 64; n--)
		len += (size_t)snprintf(out + len, sizeof text[0] - len, "%s%s",
			len ? n % 9 ? " " : ". " : "",
			WORDS[rng_below(r, sizeof WORDS / sizeof *WORDS)]);
	return out;
}

static void write_text(const char *path, struct buf *b)
{
	folder_write(path, buf_str(b));
	buf_release(b);
}

static void write_markdown(struct rng *r)
{
	struct buf b = {0};
	buf_printf(&b,
		"---\ntitle: \"%s\"\ndate: 2021-03-0%u\ntags: [food, %s]\n"
		"author: Ann\n---\n\n# %s\n\n%s\n\n- %s\n\n> %s\n",
		words(r, 3), 1 + (unsigned)rng_below(r, 9), words(r, 1),
		words(r, 4), words(r, 80), words(r, 9), words(r, 30));
	write_text("docs/a.md", &b);
	buf_printf(&b,
		"+++\ntitle = '%s'\ndate = 2021-05-02\n[taxonomies]\ntags = "
		"['food', 'x']\n+++\n\n## %s\n\n%s\n",
		words(r, 2), words(r, 3), words(r, 60));
	write_text("docs/b.md", &b);
	buf_printf(&b,
		"{\n\"title\": \"%s\",\n\"tags\": [\"food\"]\n}\n\n%s "
		"\xe9\xa5\xba\xe5\xad\x90\xe5\xbe\x88\xe5\xa5\xbd\xe5\x90\x83 "
		"\xd1\x85\xd0\xbb\xd0\xb5\xd0\xb1 %s\n",
		words(r, 2), words(r, 40), words(r, 10));
	write_text("docs/c.md", &b);
}

static void write_others(struct rng *r)
{
	struct buf b = {0};
	buf_printf(&b,
		"<!doctype html><html lang=\"de\"><head><title>%s</title>"
		"<meta name=\"author\" content=\"Ben\"><script type="
		"\"application/ld+json\">{\"@type\":\"Article\","
		"\"datePublished\":\"2021-02-03\"}</script></head><body><nav>"
		"<a href=x>menu</a></nav><main><h1>%s</h1><p>%s</p><table><tr>"
		"<td>%s</table></main></body></html>",
		words(r, 3), words(r, 3), words(r, 70), words(r, 5));
	write_text("docs/page.html", &b);
	buf_printf(&b, "BERLIN, 3 May 2021 (dpa) - %s\n\n%s\n", words(r, 9),
		words(r, 50));
	write_text("docs/news.txt", &b);
	buf_printf(&b, "[{\"id\":\"j1\",\"title\":\"%s\",\"text\":\"%s\"}]",
		words(r, 2), words(r, 20));
	write_text("docs/list.json", &b);
}

static void write_lines(
	struct rng *r, const char *path, unsigned from, unsigned to)
{
	struct buf b = {0};
	for (; from < to; from++)
		buf_printf(&b,
			"{\"id\":\"l%u\",\"title\":\"%s\",\"text\":\"%s\","
			"\"tags\":[\"food\",\"%s\"],\"date\":\"2021-0%u-03\"}"
			"\n",
			from, words(r, 2), words(r, 30), words(r, 1),
			1 + from % 9);
	write_text(path, &b);
}

static void must(const char *line)
{
	struct trial t;
	trial_run(&t, line, NULL);
	if (t.status == 0)
		return;
	fprintf(stderr, "fault: status %d: %s\n%s", t.status, line, t.said);
	abort();
}

/* An index in two segments that both have lost documents; then the documents
 * change: one is another, one has gone, one is new. */
static void make_index(struct scene *s, struct rng *r)
{
	struct buf b = {0};
	write_markdown(r);
	write_others(r);
	write_lines(r, "docs/lines.jsonl", 0, 3 + (unsigned)rng_below(r, 4));
	write_lines(r, "more.jsonl", 20, 24);
	must("meju-index add -q -d index --threads 1 more.jsonl");
	must("meju-index sync -q -d index --threads 1 docs");
	must("meju-index delete -q -d index l0 l22");
	folder_load(&s->befores[INDEX], "index");
	for (unsigned i = 1; i <= 4; i++) {
		write_lines(r, "more.jsonl", 100 + i, 101 + i);
		must("meju-index add -q -d index --threads 1 more.jsonl");
	}
	folder_load(&s->befores[MANY], "index");
	write_lines(r, "more.jsonl", 50, 53);
	must("meju-index add -q -d other --threads 1 more.jsonl");
	write_lines(r, "more.jsonl", 0, 4 + (unsigned)rng_below(r, 9));
	unlink("docs/b.md");
	buf_printf(&b, "%s\n", words(r, 100));
	write_text("docs/d.txt", &b);
	write_markdown(r);
	unlink("docs/b.md");
	buf_puts(&b, "1\tsalt bread\n2\tgut health\n");
	write_text("queries.tsv", &b);
	buf_puts(&b, "1 0 a.md 1\n2 0 c.md 1\n2 0 l1 0\n");
	write_text("qrels.txt", &b);
	buf_puts(&b, "match = 'any'\n[[case]]\nquery = 'salt bread'\n"
		     "expect = ['a.md', {id = 'l1', top = 9}]\n"
		     "never = ['nowhere']\n[[case]]\nquery = 'xyzzy'\n"
		     "none = true\n");
	write_text("cases.toml", &b);
	buf_puts(&b, "sour dough, ferments # both ways\nbread => flour\n");
	write_text("rules", &b);
}

void scene_make(struct scene *s, uint64_t seed)
{
	struct rng r;
	*s = (struct scene){.seed = seed};
	rng_init(&r, seed);
	snprintf(s->folder, sizeof s->folder, "%s", temp_dir());
	if (chdir(s->folder) < 0 || mkdir("docs", 0777) < 0 ||
		mkdir("copies", 0777) < 0)
		abort();
	make_index(s, &r);
}

void scene_release(struct scene *s)
{
	if (chdir("/") < 0)
		abort();
	for (size_t i = 0; i < SCENE_BEFORES; i++)
		folder_release(&s->befores[i]);
	remove_tree(s->folder);
}

void scene_reset(struct scene *s)
{
	folder_put(s->old, "index");
	folder_remove("copy");
}

void scene_begin(struct scene *s, size_t command)
{
	struct trial t;
	bool writes = command < scene_writers;
	const struct command *c =
		writes ? &WRITERS[command] : &READERS[command - scene_writers];
	s->name = c->name;
	s->line = c->line;
	s->is_reader = !writes;
	s->old = &s->befores[c->before];
	scene_reset(s);
	image_take(&s->was, "index");
	trial_run(&t, s->line, NULL);
	s->status = t.status;
	memcpy(s->printed, t.printed, sizeof s->printed);
	image_take(&s->becomes, "index");
	if (t.status > 1 || t.status < 0 || t.report.leaked ||
		s->becomes.opened != OK || s->becomes.checked != OK ||
		s->becomes.orphan[0]) {
		fprintf(stderr, "fault: status %d, undisturbed: %s\n%s",
			t.status, s->line, t.said);
		abort();
	}
	scene_reset(s);
}

uint64_t scene_calls(struct scene *s, unsigned calls)
{
	struct trial t;
	trial_run(&t, s->line, &(struct shim_plan){.calls = calls});
	scene_reset(s);
	return t.report.calls;
}
