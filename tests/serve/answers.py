# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked for is answered, in all faces, with the headers of the trade."""

import gzip
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import xml.dom.minidom
from urllib.parse import quote

from serve import BOX, BUILD, Server, check, finish, run

INDEX, DOCS = "i", "docs"


def make_index():
    shutil.copytree(os.path.join(os.environ["MEJU_SOURCE"], "corpus"), DOCS)
    made = run("meju-index", "-q", "-d", INDEX, "--site",
               "https://example.org", DOCS)
    check(made.returncode == 0, made.stderr)


def same_as_query(s):
    """The same hits as meju-query's, to the last byte."""
    for query in ["leaky gut", "rosacea OR acne", '"gut health"', "-diet", "",
                  "title:acne skin", "rosacaea", "zzzz", "gut -(", "été <b>"]:
        for more, args in [("", []), ("&limit=3&offset=2", ["-n3", "--offset=2"]),
                           ("&sort=-date", ["--sort=-date"]),
                           ("&match=any&explain=1", ["--match=any", "--explain"]),
                           ("&facets=tag,lang", ["--facets=tag,lang"])]:
            r = s.get("/search?suggest=1&q=" + quote(query) + more)
            mine = json.loads(r.body)
            theirs = run("meju-query", "-d", INDEX, "--format=json", *args,
                         "--", query or "*")
            theirs = json.loads(theirs.stdout)
            check(mine.pop("generation") >= 1 and mine.pop("partial") is False,
                  query, more)
            for x in mine, theirs:
                x.pop("took_ms"), x.pop("query")
            for values in theirs.get("facets", {}).values():
                del values[100:]
            check(mine == theirs, query, more, mine, theirs)


def filters(s):
    def ids(parameters):
        r = s.get("/search?limit=100&snippet=0&" + parameters)
        check(r.status == 200, parameters, r.body)
        return sorted(h["id"] for h in json.loads(r.body)["hits"])

    def query(text):
        out = run("meju-query", "-d", INDEX, "-n100", "--format=ids", text)
        return sorted(out.stdout.split("\n")[:-1])

    for parameters, text in [
            ("q=gut&tag=recipe", "gut tag:recipe"),
            ("q=gut&tag=recipe&tag=myths", "gut (tag:recipe OR tag:myths)"),
            ("tag=recipe&author=Ingrid+Aas", 'tag:recipe author:"Ingrid Aas"'),
            ("q=gut&lang=de", "gut lang:de"),
            ("q=gut+OR+skin&path=kitchen/", "(gut OR skin) path:kitchen/"),
            ("after=2024&before=2024-10", "after:2024 before:2024-10"),
            ("q=gut&tag=&lang=", "gut"),
            ("query=gut&per_page=100", "gut")]:
        check(ids(parameters) == query(text), parameters, ids(parameters))
        check(ids(parameters), "nothing for", parameters)
    # a value is a value, whatever stands in it or in the query
    for value in ['recipe" OR gut', "recipe) OR (gut", "x OR *", '"', "*", "-"]:
        check(ids("tag=" + quote(value)) == [], value)
    check(ids("tag=recipe&q=" + quote('a) OR (b "')) == ids(
        "tag=recipe&q=" + quote('a OR b')), "a filter was left")


def pages(s):
    def hits(parameters):
        r = json.loads(s.get("/search?q=gut&" + parameters).body)
        return [h["id"] for h in r["hits"]]
    check(hits("limit=4&offset=4") == hits("per_page=4&page=2"), "pages")
    check(hits("hitsPerPage=4") == hits("limit=20")[:4], "hitsPerPage")
    r = json.loads(s.get("/search?q=gut&snippet=0").body)
    check(not any("snippet" in h or "sections" in h for h in r["hits"]), r)
    r = s.get("/search?q=gut&highlight=none").body
    check(b"mark\\u003e" not in r, r)
    for fields, named in [("id,url", {"id", "url"}), ("title", {"title"}),
                          ("snippet,tags", {"snippet", "tags"}),
                          ("score", {"score"})]:
        r = json.loads(s.get("/search?q=gut&limit=3&fields=" + fields).body)
        check(all(set(h) == named for h in r["hits"]) and r["total"], r)
    r = json.loads(s.get("/search?q=gut&sections=1").body)
    check(max(len(h.get("sections", [])) for h in r["hits"]) == 1, r)
    r = json.loads(s.get("/search?q=leaky+gu&prefix=last").body)
    check(r["query"] == "leaky gu" and r["hits"][0]["id"] ==
          "gut/leaky-gut.md", r)


def wrong(s):
    for parameters in ["limit=101", "limit=-1", "limit=x", "limit=1e9",
                       "offset=10001", "page=9999&limit=100", "sort=title",
                       "sort=-", "facets=date", "facets=tag,,lang",
                       "after=soon", "before=2024-13", "match=some",
                       "format=xml", "snippet=4", "sections=6", "explain=yes",
                       "highlight=b", "fields=id,text",
                       "fields=,", "fields=id%00", "prefix=first", "q=%", "q=%4", "q=%zz",
                       "%=1", "&".join("a=%d" % i for i in range(65))]:
        r = s.get("/search?" + parameters)
        check(r.status == 400, parameters, r.status, r.body)
        check(r.getheader("content-type") == "application/problem+json",
              parameters)
        told = json.loads(r.body)
        check(told["status"] == 400 and told["detail"] and
              "\n" not in told["detail"], told)
    for parameters in ["unknown=1", "utm_source=x&q=gut", "&&q=gut&", "q",
                       "=", "q=%00%ff%fe", "limit=", "sort="]:
        check(s.get("/search?" + parameters).status == 200, parameters)
    for path in ["/nothing", "/searching", "/doc/", "/doc/none", "/similar/x",
                 "/doc/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/../../etc/passwd",
                 "/meju.js/..", "//", "/%2e%2e/"]:
        check(s.get(path).status == 404, path, s.get(path).status)


def faces(s):
    for accept, kind in [
            ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
            ("*/*", "application/json"), ("", "application/json"),
            ("application/atom+xml", "application/atom+xml"),
            ("text/html;q=0.1, application/json;q=0.2", "application/json"),
            ("image/png", "application/json")]:
        r = s.get("/search?q=gut", {"Accept": accept})
        check(r.getheader("content-type").startswith(kind), accept)
        check("Accept" in r.getheader("vary"), "vary")
        check(r.getheader("x-content-type-options") == "nosniff", "nosniff")
        check(r.getheader("referrer-policy"), "referrer")
    html = s.get("/search?q=leaky+gut&format=html&facets=tag")
    check(b"<mark>" in html.body and b"aria-label" in html.body, html.body)
    check("script-src 'self'" in html.getheader("content-security-policy"), 1)
    check(b"Did you mean" in s.get("/search?q=rosacaea&format=html").body, 1)
    feed = s.get("/search?q=gut&format=atom&limit=5")
    tree = xml.dom.minidom.parseString(feed.body)
    check(len(tree.getElementsByTagName("entry")) == 5, feed.body)
    described = s.get("/opensearch.xml", {"Host": "a.example"}).body
    check(len(xml.dom.minidom.parseString(
        described).getElementsByTagName("Url")) == 4, described)
    check(b"http://a.example/search" in described, described)
    r = s.get("/suggest?q=leak&format=opensearch")
    r = json.loads(r.body)
    check(r[0] == "leak" and r[1] and len(r) == 4 and
          len(r[1]) == len(r[2]) == len(r[3]), r)
    check(all(re.match(r"https?://[^ ]+$", x) for x in r[3]), r)
    r = json.loads(s.get("/suggest?q=leak&limit=1").body)
    check(len(r["suggestions"]) == 1 and r["text"] == "leak", r)
    r = json.loads(s.get("/doc/" + quote("gut/leaky-gut.md")).body)
    check(r["title"].startswith("“Leaky gut”") and "text" in r, r)
    document_page(s)
    r = json.loads(s.get("/similar/gut/leaky-gut.md?limit=2").body)
    check(r["similar"] == "gut/leaky-gut.md" and len(r["hits"]) == 2, r)
    for path, kind in [("/", "text/html"), ("/meju.js", "text/javascript"),
                       ("/meju.css", "text/css"), ("/metrics", "text/plain"),
                       ("/healthz", "application/json")]:
        r = s.get(path)
        check(r.status == 200 and r.body and
              r.getheader("content-type").startswith(kind), path)
    check(b'meju_http_requests_total{route="search",code="2xx"}' in
          s.get("/metrics").body, "metrics")


def document_page(s):
    """What a result without an address of its own leads to."""
    html = {"Accept": "text/html,*/*;q=0.8"}
    r = s.get("/doc/gut/leaky-gut.md", html)
    page = r.body.decode("utf-8")
    check(r.getheader("content-type") == "text/html; charset=utf-8", "type")
    check("default-src 'none'" in r.getheader("content-security-policy"), 1)
    for part in ["<title>“Leaky gut”: the myth", "<h1><a href=",
                 '<article dir="auto" lang="en">', "<h2>About the tests</h2>",
                 "<time>2024-09-16</time>", "<p>IgG food panels: they show",
                 '<a href="/search?format=html&amp;author=Ines%20Carvalho">']:
        check(part in page, part, page)
    check("<h2></h2>" not in page and "<p></p>" not in page, page)
    for path, headers, kind in [
            ("?format=html", {}, "text/html"), ("?format=json", html, "application/"),
            ("", {"Accept": "*/*"}, "application/json")]:
        r2 = s.get("/doc/gut/leaky-gut.md" + path, headers)
        check(r2.getheader("content-type").startswith(kind), path, headers)
        check((r2.getheader("etag") == r.getheader("etag")) ==
              (kind == "text/html"), "tags of faces", path)
    again = s.get("/doc/gut/leaky-gut.md", {
        **html, "If-None-Match": r.getheader("etag")})
    check(again.status == 304, again.status)


def without_addresses():
    """Results lead to what is stored of them."""
    with open("some.jsonl", "w", encoding="utf-8") as f:
        f.write(json.dumps({"id": "a/b c%", "text": "quokka"}) + "\n")
    made = run("meju-index", "add", "-q", "-d", "plain", "some.jsonl")
    check(made.returncode == 0, made.stderr)
    with Server("-d", "plain") as s:
        page = s.get("/search?q=quokka", {"Accept": "text/html"}).body.decode()
        link = re.search(r'<h2><a href="([^"]+)"><bdi>', page)
        check(link and link[1] == "/doc/a/b%20c%25", page)
        page = s.get(link[1], {"Accept": "text/html"}).body.decode()
        check("<bdi>a/b c%</bdi>" in page and "<p>quokka</p>" in page, page)


def figures(s):
    """Prometheus's text format, and histograms that rise to their count."""
    before = s.get("/metrics").body.decode("ascii")
    for _ in range(3):
        s.get("/search?q=gut")
    text = s.get("/metrics").body.decode("ascii")
    kinds, samples = {}, {}
    for line in text.splitlines():
        kind = re.fullmatch(r"# TYPE (\w+) (counter|gauge|histogram)", line)
        if kind:
            check(kind[1] not in kinds, "twice:", line)
            kinds[kind[1]] = kind[2]
        sample = re.fullmatch(
            r'([a-z_]+)((?:\{(?:[a-z]+="[^"\\]*",?)+\})?) ([0-9.e+-]+)', line)
        check(line.startswith("# HELP ") or kind or sample, line)
        if sample:
            base = re.sub("_(bucket|sum|count)$", "", sample[1])
            check(sample[1] in kinds or kinds.get(base) == "histogram", line)
            check(sample[1] + sample[2] not in samples, "twice:", line)
            samples[sample[1] + sample[2]] = float(sample[3])
    for name, kind in kinds.items():
        check(name.endswith("_total") == (kind == "counter"), name, kind)
    name = "meju_http_request_duration_seconds"
    rising = [n for key, n in samples.items()
              if key.startswith(name + '_bucket{route="search"')]
    check(rising == sorted(rising) and len(rising) > 5 and
          rising[-1] == samples[name + '_count{route="search"}'], rising)
    check(samples[name + '_sum{route="search"}'] > 0, "sum")
    count = 'meju_http_requests_total{route="search",code="2xx"}'
    was = int(re.search(re.escape(count) + r" (\d+)", before)[1])
    check(samples[count] == was + 3, samples[count], was)
    try:
        from prometheus_client.parser import text_string_to_metric_families
    except ImportError:
        return
    check(list(text_string_to_metric_families(text)), "prometheus_client")


def same_head(s, path):
    """HEAD is GET without the body."""
    for more in {}, {"Accept-Encoding": "gzip"}:
        both = [s.get(path, more, method) for method in ("GET", "HEAD")]
        check(not both[1].body and both[0].body, path)
        fields = [{k.lower(): v for k, v in r.getheaders()
                   if k.lower() not in ("date", "transfer-encoding")}
                  for r in both]
        for f in fields:  # took_ms has more digits at times; of figures rise
            f["content-length"] = int(f.get("content-length", 0)) // 30
        if abs(fields[0]["content-length"] - fields[1]["content-length"]) < 2:
            fields[1]["content-length"] = fields[0]["content-length"]
        check(both[0].status == both[1].status and fields[0] == fields[1], path,
              fields)


def trade(s):
    """ETag, HEAD, OPTIONS, gzip."""
    r = s.get("/search?q=gut")
    tag = r.getheader("etag")
    check(tag.startswith('W/"') and r.getheader("cache-control"), tag)
    for given in [tag, tag[2:], '"a", ' + tag, '"a,b",' + tag[2:], "*", " * "]:
        again = s.get("/search?q=gut", {"If-None-Match": given})
        check(again.status == 304 and not again.body, given, again.status)
        check(again.getheader("etag") == tag, again.getheader("etag"))
    check(s.get("/search?q=gut&limit=3").getheader("etag") != tag, "one tag")
    check(s.get("/search?q=gut&utm=3").getheader("etag") == tag, "two tags")
    for given in '"x"', tag[3:-1], "w/" + tag, '"*"', '"', "", tag[:-1]:
        check(s.get("/search?q=gut", {"If-None-Match": given}).status == 200 or
              given.startswith("w/"), given)
    for path in ["/search?q=gut", "/suggest?q=gu", "/", "/meju.js", "/metrics",
                 "/doc/gut/leaky-gut.md", "/healthz", "/opensearch.xml",
                 "/search?q=%", "/none", "/search?q=gut&format=html"]:
        same_head(s, path)
    head = s.get("/search?q=gut", {"If-None-Match": tag}, "HEAD")
    check(head.status == 304 and head.getheader("etag") == tag, "HEAD, 304")
    tags = [s.get(path, h).getheader("etag") for path, h in [
        ("/suggest?q=gu", {}), ("/suggest?q=gu&format=opensearch", {}),
        ("/suggest?q=gu", {"Accept": "application/x-suggestions+json"})]]
    check(tags[0] != tags[1] == tags[2], "tags of suggestions", tags)
    whole = s.get("/search?q=gut", {"Range": "bytes=0-5"})
    check(whole.status == 200 and len(whole.body) > 1000, "Range")
    for method in "POST", "PUT", "DELETE", "PATCH", "TRACE", "get":
        r = s.get("/search?q=gut", method=method)
        check(r.status == 405 and "GET" in r.getheader("allow"), method)
    r = s.get("/search", method="OPTIONS")
    check(r.status == 204 and "HEAD" in r.getheader("allow"), "OPTIONS")
    check(not r.getheader("access-control-allow-origin"), "CORS is off")
    r = s.get("/search?q=gut", {"Accept-Encoding": "gzip"})
    check(r.getheader("content-encoding") == "gzip" and
          json.loads(gzip.decompress(r.body)), "gzip")
    for path in "/healthz", "/suggest?q=gu", "/search?q=%":
        r = s.get(path, {"Accept-Encoding": "gzip"})
        check(not r.getheader("content-encoding"), "too short for gzip", path)
    for given in "gzip;q=0", "gzip; q=0.0, *", "*;q=0", "identity", "br":
        r = s.get("/search?q=gut", {"Accept-Encoding": given})
        check(not r.getheader("content-encoding") and json.loads(r.body), given)
        check("accept-encoding" in r.getheader("vary"), "vary")


def options(index):
    with open("key", "w", encoding="ascii") as f:
        f.write("secret\n")
    with Server("-d", index, "--cors", "https://a.example", "--api-key", "key",
                "--max-age", "60", "--url", "https://s.example/", "--log",
                "log", "--slow", "1000", "--report", "report") as s:
        check(s.get("/search?q=gut").status == 401, "no key")
        check(s.get("/healthz").status == 200, "healthz needs no key")
        for h in ({"Authorization": "Bearer secre"}, {"X-Api-Key": "secretx"}):
            check(s.get("/search?q=gut", h).status == 401, h)
        key = {"X-Api-Key": "secret"}
        check(s.get("/search?q=x", {"Authorization": "Bearer secret"}).status
              == 200, "bearer")
        r = s.get("/search?q=gut", {**key, "Origin": "https://a.example"})
        check(r.getheader("access-control-allow-origin") ==
              "https://a.example", "CORS")
        check(r.getheader("cache-control") == "private, max-age=60", "age")
        check("Origin" in r.getheader("vary"), "vary")
        for origin in "https://b.example", "null", "https://a.example.evil":
            r = s.get("/search?q=gut", {**key, "Origin": origin})
            check(not r.getheader("access-control-allow-origin"), origin)
        r = s.get("/search", {"Origin": "https://a.example"}, "OPTIONS")
        check(r.status == 204 and "Api-Key" in
              r.getheader("access-control-allow-headers"), "preflight")
        check(b"https://s.example/search" in s.get("/opensearch.xml").body, 1)
        page = s.get("/search?q=gut&format=html", key).body
        check(b'href="/meju.css"' in page, page)
        for _ in range(5):
            s.get("/search?q=%20Qwertzuiop%20%20Asdf", key)
        s.get("/search?q=once-only-zzz", key)
    with open("report", encoding="utf-8") as f:
        check(f.read() == "5\tqwertzuiop asdf\n", "report")
    with open("log", encoding="utf-8") as f:
        lines = [json.loads(line) for line in f]
    check(len(lines) > 10 and all(x["status"] for x in lines), lines)
    check(not any("address" in x or "query" in x for x in lines), lines)
    tags = set()
    with open("rules", "w", encoding="ascii") as f:
        f.write("qwertz => gut\n")
    for args in [], ["--synonyms", "rules"], ["--url", "https://c.example"]:
        with Server("-d", index, *args) as s:
            tags.add(s.get("/search?q=qwertz").getheader("etag"))
            found = json.loads(s.get("/search?q=qwertz").body)["total"]
            check((found > 0) == ("rules" in args), args, found)
    check(len(tags) == 3, "other settings, the same tag", tags)
    with Server("-d", index, "-d", index, "--cors", "*", "--cache", "1M",
                "--slow", "1") as s:
        r = s.get("/search?q=gut", {"Origin": "https://any.example"})
        check(r.getheader("access-control-allow-origin") == "*", "any origin")
        check(not r.getheader("access-control-allow-credentials"), "cookies")
        s.get("/search?limit=100&facets=tag&explain=1&q=a*+OR+b*+OR+c*")
    slow = [json.loads(x) for x in s.rest.split("\n") if x.startswith("{")]
    check(all(x["slow"] and x["query"] for x in slow), slow)
    for args, words in [(["--help"], "meju-serve [OPTION]"),
                        (["--version"], "meju-serve ")]:
        told = run("meju-serve", *args)
        check(told.returncode == 0 and told.stdout.startswith(words) and
              not told.stderr, told)
    with Server("-d", index, "--url", "https://a.example/find/") as s:
        page = s.get("/search?q=gut&format=html&limit=1").body
        for link in b'"/find/meju.css"', b'"/find/search?q=gut', b'"/find/search"':
            check(link in page, link, page)
        feed = s.get("/search?q=gut&format=atom").body
        check(b"<id>https://a.example/find/search?q=gut&amp;" in feed, feed)
        described = s.get("/opensearch.xml").body
        check(b"https://a.example/find/search?" in described, described)
    with Server("-d", index, "--rate", "5", "--log-addresses", "--log", "log2",
                "--proxied") as s:
        who = {"X-Forwarded-For": "9.9.9.9, 10.0.0.1"}
        statuses = [s.get("/healthz", who).status for _ in range(20)]
        check(200 in statuses and 429 in statuses, statuses)
        r = s.get("/healthz", who)
        check(r.getheader("retry-after") == "1" or r.status == 200, "retry")
        check(s.get("/healthz", {"X-Forwarded-For": "8.8.8.8"}).status == 200,
              "another address")
        s.raw(b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.1.1.1"
              b"\r\nX-Forwarded-For: 7.7.7.7\r\n\r\n", 0.2)
    with open("log2", encoding="utf-8") as f:
        lines = [json.loads(line)["address"] for line in f]
    check(lines[0] == "10.0.0.1" and lines[-1] == "7.7.7.7", lines)


def sockets(index):
    with Server("-d", index, "--socket", "sock", listen=False) as s:
        check("unix:sock" in s.line, s.line)
        with socket.socket(socket.AF_UNIX) as c:
            c.connect("sock")
            c.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
            check(b"200 OK" in c.recv(4096), "Unix socket")
    check(not os.path.exists("sock"), "the socket is left")
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    # what systemd does: descriptor 3, and its process id, before exec
    handed = subprocess.Popen(
        ["sh", "-c", 'exec 3<&%d; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@"'
         % listener.fileno(), os.path.join(BUILD, "meju-serve"), "-d", index,
         *BOX],
        pass_fds=[listener.fileno()], stderr=subprocess.PIPE, text=True)
    check(":%d" % port in handed.stderr.readline(), "LISTEN_FDS")
    c = socket.create_connection(("127.0.0.1", port))
    c.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
    check(b"200 OK" in c.recv(4096), "LISTEN_FDS answers")
    handed.terminate()
    check(handed.wait(20) == 0, "LISTEN_FDS ends")
    with Server("-d", index) as s:
        taken = run("meju-serve", "-d", index, "--listen",
                    "127.0.0.1:%d" % s.port)
        check(taken.returncode == 2 and taken.stderr.count("\n") == 1 and
              "cannot listen on" in taken.stderr, taken)
    open("empty", "w", encoding="ascii").close()
    for args, words in [(["--listen", "nowhere:x"], "HOST:PORT"),
                        (["-d", "none"], "none"), (["word"], "options only"),
                        (["--cors", "example.org"], "origin"),
                        (["--url", "ftp://x"], "--url"),
                        (["--user", "no-such-user"], "no user"),
                        (["--api-key", "none"], "none"),
                        (["--cache", "x"], "--cache"),
                        (["--listen", "127.0.0.1:65536"], "HOST:PORT"),
                        (["--socket", "key"], "no socket"),
                        (["--socket", "none/x"], "none/x"),
                        (["--report", "none/x"], "none/x"),
                        (["--log", "none/x"], "none/x"),
                        (["--log-addresses"], "--log"),
                        (["--synonyms", "none"], "none"),
                        (["--nothing"], "--nothing"), (["--rate"], "--rate"),
                        (["--rate", "0"], "--rate"),
                        (["--timeout", "0"], "--timeout"),
                        (["--deadline", "x"], "--deadline"),
                        (["--connections", "0"], "--connections"),
                        (["--max-age", "-1"], "--max-age"),
                        (["--slow", "x"], "--slow"),
                        (["--api-key", "empty"], "no key"),
                        (["--threads", "0"], "--threads")]:
        bad = run("meju-serve", "-d", index, "--listen", "127.0.0.1:0", *BOX,
                  *args)
        check(bad.returncode == 2 and words in bad.stderr and
              bad.stderr.count("\n") == 1, args, bad)


def commits(index):
    """While a writer commits, no request fails, and what is new is found."""
    with Server("-d", index, "--threads", "2") as s:
        before = json.loads(s.get("/healthz").body)["generation"]
        for i in range(5):
            with open(DOCS + "/new%d.md" % i, "w", encoding="utf-8") as f:
                f.write("---\ntitle: New\n---\nbrandnewword%d\n" % i)
            made = run("meju-index", "-q", "-d", index, DOCS)
            check(made.returncode == 0, made.stderr)
            r = json.loads(s.get("/search?q=brandnewword%d" % i).body)
            check(r["total"] == 1 and r["generation"] > before, r)
        check(s.get("/search?q=gut").status == 200, "after commits")
        keep = s.connect()
        keep.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        check(b"200" in keep.recv(4096), "keep-alive")
        began = time.monotonic()
        s.process.send_signal(signal.SIGTERM)
        check(s.process.wait(20) == 0, "SIGTERM")
        check(time.monotonic() - began < 3, "it took long to end")


make_index()
with Server("-d", INDEX) as server:
    same_as_query(server)
    filters(server)
    pages(server)
    wrong(server)
    faces(server)
    figures(server)
    trade(server)
without_addresses()
options(INDEX)
sockets(INDEX)
commits(INDEX)
finish()
