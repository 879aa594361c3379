# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked for is answered, in all faces, with the headers of the trade."""

import gzip
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import xml.dom.minidom
from urllib.parse import quote

from serve import BUILD, Server, check, finish, run

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
                       "highlight=b", "prefix=first", "q=%", "q=%4", "q=%zz",
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
    check(json.loads(r.body)[0] == "leak" and json.loads(r.body)[1], r.body)
    r = json.loads(s.get("/suggest?q=leak&limit=1").body)
    check(len(r["suggestions"]) == 1 and r["text"] == "leak", r)
    r = json.loads(s.get("/doc/" + quote("gut/leaky-gut.md")).body)
    check(r["title"].startswith("“Leaky gut”") and "text" in r, r)
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


def trade(s):
    """ETag, HEAD, OPTIONS, gzip."""
    r = s.get("/search?q=gut")
    tag = r.getheader("etag")
    check(tag.startswith('W/"') and r.getheader("cache-control"), tag)
    for given in [tag, '"a", ' + tag, "*"]:
        again = s.get("/search?q=gut", {"If-None-Match": given})
        check(again.status == 304 and not again.body, given, again.status)
        check(again.getheader("etag") == tag, again.getheader("etag"))
    check(s.get("/search?q=gut&limit=3").getheader("etag") != tag, "one tag")
    check(s.get("/search?q=gut&utm=3").getheader("etag") == tag, "two tags")
    check(s.get("/search?q=gut", {"If-None-Match": '"x"'}).status == 200, "x")
    head = s.get("/search?q=gut", method="HEAD")
    check(head.status == 200 and not head.body and
          abs(int(head.getheader("content-length")) - len(r.body)) < 8, "HEAD")
    for method in "POST", "PUT", "DELETE", "PATCH", "TRACE", "get":
        r = s.get("/search?q=gut", method=method)
        check(r.status == 405 and "GET" in r.getheader("allow"), method)
    r = s.get("/search", method="OPTIONS")
    check(r.status == 204 and "HEAD" in r.getheader("allow"), "OPTIONS")
    check(not r.getheader("access-control-allow-origin"), "CORS is off")
    r = s.get("/search?q=gut", {"Accept-Encoding": "gzip"})
    check(r.getheader("content-encoding") == "gzip" and "ccept-" in
          r.getheader("vary") and json.loads(gzip.decompress(r.body)), "gzip")


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
        ["sh", "-c", 'exec 3<&%d; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" -d "$1"'
         % listener.fileno(), os.path.join(BUILD, "meju-serve"), index],
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
    for args, words in [(["--listen", "nowhere:x"], "HOST:PORT"),
                        (["-d", "none"], "none"), (["word"], "options only"),
                        (["--cors", "example.org"], "origin"),
                        (["--url", "ftp://x"], "--url"),
                        (["--user", "no-such-user"], "no user"),
                        (["--api-key", "none"], "none"),
                        (["--cache", "x"], "--cache"),
                        (["--threads", "0"], "--threads")]:
        bad = run("meju-serve", "-d", index, "--listen", "127.0.0.1:0", *args)
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
    trade(server)
options(INDEX)
sockets(INDEX)
commits(INDEX)
finish()
