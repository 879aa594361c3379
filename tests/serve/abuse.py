# SPDX-License-Identifier: GPL-3.0-or-later
"""What strangers may send: each has an answer, and nobody else waits for it."""

import html.parser
import json
import os
import re
import socket
import sys
import time
import xml.dom.minidom
from urllib.parse import quote

from conformance import HOST, heads, pieces
from serve import Server, check, finish, run

SHARED = os.environ.get("MEJU_SHARED", "")
def injection(s):
    """Nothing of a request becomes a header of the answer."""
    for text in "a\r\nX-Evil: 1", "a\r\n\r\n<script>", "a\nX-Evil: 1":
        for path in ["/search?q=", "/search?format=html&q=", "/doc/",
                     "/search?format=", "/suggest?q=", "/similar/", "/"]:
            r = s.get(path + quote(text))
            check(not r.getheader("x-evil"), path, text)
            check(b"<script>" not in r.body, path, text)


def slow(index):
    """Who dawdles is sent away; who does not, does not notice."""
    with Server("-d", index, "--timeout", "2", "--connections", "300") as s:
        dripping = [s.connect() for _ in range(200)]
        for c in dripping:
            c.sendall(b"GET /healthz HTTP/1.1\r\n")
        fat = s.connect()
        began = time.monotonic()
        worst = 0
        while time.monotonic() - began < 4:
            for c in dripping:
                try:
                    c.sendall(b"X: a\r\n")
                except OSError:
                    pass
            try:
                fat.sendall(b"GET /" + b"a" * 30000)
            except OSError:
                pass
            at = time.monotonic()
            check(s.get("/healthz").status == 200, "while others drip")
            worst = max(worst, time.monotonic() - at)
            time.sleep(0.2)
        check(worst < 1, "a fresh request took", worst)
        for c in dripping + [fat]:
            c.settimeout(0.2)
            try:
                ended = c.recv(4096) == b""
            except socket.timeout:
                ended = False
            except OSError:
                ended = True
            check(ended, "one that drips is still there")
            c.close()
        # a body that never comes is not waited for; an answer that is never
        # fetched is, for a while
        late = s.connect()
        late.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
                     b"chunked\r\n\r\n")
        lazy = socket.socket()
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        lazy.connect(("127.0.0.1", s.port))
        want = b"GET /search?limit=100&q= HTTP/1.1\r\n" + HOST + b"\r\n"
        lazy.sendall(want * 40)
        late.settimeout(20)  # a busy machine
        check(b" 400 " in late.recv(4096) and late.recv(4096) == b"",
              "a body is waited for")
        time.sleep(6)
        open_now = int(re.search(rb"meju_http_connections (\d+)",
                                 s.get("/metrics").body).group(1))
        check(open_now <= 2, "connections that are left:", open_now)
        late.close()
        lazy.close()
        # more than there may be
        many = [s.connect() for _ in range(330)]
        time.sleep(0.3)
        turned = 0
        for c in many:
            c.settimeout(0.01)
            try:
                turned += b" 503 " in c.recv(4096)
            except OSError:
                pass
        check(turned >= 30, "turned away:", turned)
        for c in many:
            c.close()
        time.sleep(0.3)
        check(s.get("/healthz").status == 200, "after the crowd")


def costly(s):
    """Queries made to be expensive have bounds (GRAMMAR.md), and an end."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    for query in ["(" * 3000, "a OR " * 900, '"' + "the " * 1000,
                  " ".join("%s*" % c for c in letters),
                  " ".join("*%s*" % c for c in letters),
                  " ".join("word%s~2" % c for c in letters),
                  "-" * 4000, "the NEAR/99 " * 300, "a^9" * 1000,
                  "\u0300" * 2000, "NOT " * 900 + "a", "?" * 3000,
                  "title:" * 600, "\x00" * 1000, "date:1..9 " * 300]:
        at = time.monotonic()
        path = "/search?suggest=1&facets=tag&q=" + quote(query)
        for part in path[:8000], path[:8000] + "&prefix=last":
            if part[-2] == "%" or part[-1] == "%":
                part = part[:part.rindex("%")]
            r = s.get(part)
            check(r.status in (200, 400), query[:40], r.status)
        took = time.monotonic() - at
        check(took < 10, query[:40], "took", took)


def impatient(index):
    """Who asks for much without waiting for answers keeps nobody from one."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    one = b"GET /search?limit=100&snippet=3&sections=5&facets=tag&q=" + quote(
        " OR ".join("*%s*" % c for c in letters)).encode() + \
        b" HTTP/1.1\r\n" + HOST + b"\r\n"
    with Server("-d", index, "--threads", "1") as s, s.connect() as c:
        c.settimeout(60)
        began = time.monotonic()
        c.sendall(one * 60)
        worst = asked = answered = 0
        reader = c.makefile("rb")
        while answered < 60:
            line = reader.readline()
            if not line:
                break
            if line.startswith(b"HTTP/1.1 200"):
                answered += 1
            if answered == asked * 10 + 5:
                at = time.monotonic()
                check(s.get("/healthz").status == 200, "meanwhile")
                worst = max(worst, time.monotonic() - at)
                asked += 1
        took = time.monotonic() - began
        check(answered == 60 and asked == 6, answered, asked)
        check(worst < took / 4, "of", took, "seconds another one waited", worst)


def partial(index):
    """When the time is up, what is said is true, but not all."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    query = quote(" OR ".join("*%s?*" % c for c in letters) + " -the")
    path = "/search?snippet=0&limit=100&match=all&q=" + query
    with Server("-d", index, "--deadline", "0") as s:
        whole = json.loads(s.get(path).body)
    check(whole["partial"] is False and whole["total_relation"] == "eq", whole)
    scores = {h["id"]: h["score"] for h in whole["hits"]}
    cut = 0
    for deadline in "1", "2", "3", "5", "8":
        with Server("-d", index, "--deadline", deadline) as s:
            r = s.get(path)
            part = json.loads(r.body)
            cut += part["partial"]
            relation = "gte" if part["partial"] else "eq"
            check(part["total_relation"] == relation, part)
            check(part["total"] <= whole["total"] and
                  part["total"] >= len(part["hits"]), part["total"])
            check(r.getheader("cache-control") == (
                "no-store" if part["partial"] else "no-cache"), deadline)
            for h in part["hits"]:
                check(scores.get(h["id"]) == h["score"], h)
            r = s.get("/search?format=html&q=" + query)
            check(r.status == 200, r.status)
    check(cut, "no deadline was missed")


class Page(html.parser.HTMLParser):
    """What a browser would make elements of."""

    KNOWN = set("html head meta title link body header form label input button"
                " main p ol li article h1 h2 a bdi ul mark footer time nav dl dt"
                " dd".split())

    def handle_starttag(self, tag, attrs):
        check(tag in self.KNOWN, "an element", tag, attrs)
        for name, value in attrs:
            check(not name.startswith("on") and name != "style", name, value)
            if name in ("href", "src", "action"):
                scheme = re.match(r"[\0- ]*[A-Za-z][-+.\w]*:", value or "")
                check(not scheme or re.match("https?:", value), value)


def naughty_strings():
    yield from ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>",
                "javascript:alert(1)", "</title><script>", "]]>", "<!--",
                "&lt;script&gt;", "\u202e\u2066", "\ufffe\uffff", "\x00\x1b[31m",
                "' onmouseover='alert(1)", "{{7*7}}", "%0d%0aX: 1", "\ud7ff"]
    path = os.path.join(SHARED, "data/conformance/naughty/blns.json")
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            yield from json.load(f)
    else:
        print("without the big list of naughty strings: not here")


def strict(text):
    """As JSON has it, and no name twice."""
    def pairs(all_pairs):
        check(len({k for k, _ in all_pairs}) == len(all_pairs), "twice", text)
        return dict(all_pairs)
    return json.loads(text.decode("utf-8"), object_pairs_hook=pairs)


def ask_all_faces(s, path):
    for face in "json", "html", "atom":
        r = s.get("/search?%s&format=%s" % (path, face))
        check(r.status in (200, 400), path, r.status)
        if r.status != 200 or face == "json":
            strict(r.body)
            check(not re.search(rb"[<>&\x00-\x09\x7f]", r.body), path)
        elif face == "html":
            Page().feed(r.body.decode("utf-8"))
        else:
            xml.dom.minidom.parseString(r.body)
    for face in ("opensearch", "json") if path.startswith("q=") else ():
        r = s.get("/suggest?format=%s&%s" % (face, path))
        strict(r.body)
        check(r.status in (200, 400) and not re.search(rb"[<>&]", r.body), path)


def naughty():
    """As titles, texts, tags, authors, addresses, queries, values, in the log
    and in the report: harmless."""
    strings = [x for x in naughty_strings() if x]
    with open("naughty.jsonl", "w", encoding="utf-8") as f:
        for i, text in enumerate(strings):
            f.write(json.dumps({
                "id": "n%d " % i + text, "title": text, "url": text,
                "tags": [text], "authors": [text], "description": text,
                "category": text, "type": text, "lang": text,
                "text": "naughtyword " + text + "\n\n# " + text}) + "\n")
    made = run("meju-index", "add", "-q", "-d", "naughty", "naughty.jsonl")
    check(made.returncode == 0, made.stderr)
    with Server("-d", "naughty", "--log", "log", "--slow", "1", "--report",
                "report", "--log-addresses", "--proxied") as s:
        paths = ["q=naughtyword&limit=100&facets=tag,author&offset=%d" % i
                 for i in range(0, len(strings), 100)]
        for text in strings:
            for part in "q=", "tag=", "q=naughtyword&author=":
                value = quote(text.encode("utf-8", "surrogatepass"))[:3000]
                paths.append(part + re.sub("%.?$", "", value))
        ids = set()
        for path in paths:
            ask_all_faces(s, path)
            if path.startswith("q=") and "&" not in path and len(path) % 4 == 0:
                for _ in range(5):  # is in the report
                    s.get("/search?match=all&q=nosuchword+" + path[2:])
            if path.startswith("q=naughtyword&limit"):
                r = s.get("/search?" + path)
                ids.update(h["id"] for h in strict(r.body)["hits"])
        check(len(ids) > len(strings) * 0.98, len(ids), "of", len(strings))
        for one in ids:
            r = s.get("/doc/" + quote(one, safe=""))
            check(r.status == 200 and strict(r.body)["id"] == one, one)
            check(not re.search(rb"[<>]", r.body), one)
            r = s.get("/doc/" + quote(one, safe="") + "?format=html")
            check(r.status == 200, one)
            Page().feed(r.body.decode("utf-8"))
            r = s.get("/doc/x" + quote(one, safe=""), {"Accept": "text/html"})
            check(r.status in (404, 414), one, r.status)
            Page().feed(r.body.decode("utf-8"))
            r = s.get("/similar/" + quote(one, safe="") + "?format=html")
            check(r.status == 200, one)
            Page().feed(r.body.decode("utf-8"))
        for text in strings:
            visible = re.sub("[^!-~]", "", text)[:200]
            for name in "Host", "X-Forwarded-For", "Origin", "If-None-Match":
                r = s.get("/opensearch.xml", {name: visible})
                if r.status == 200:
                    xml.dom.minidom.parseString(r.body)
                check(r.status in (200, 400), name, visible, r.status)
    with open("log", "rb") as f:
        lines = f.read().split(b"\n")
    check(lines.pop() == b"" and len(lines) > len(paths), "the log")
    for line in lines:
        check(strict(line)["status"] in (200, 400, 404), line)
    with open("report", encoding="utf-8", newline="\n") as f:
        lines = list(f)
        check(len(lines) > len(strings) / 20, "the report has", len(lines))
        for line in lines:
            check(re.fullmatch(r"[0-9]+\t[^\x00-\x1f\x7f-\x9f\u2028\u2029]+\n",
                               line), line)


INDEX = "i"
docs = os.path.join(os.environ["MEJU_SOURCE"], "corpus")
check(run("meju-index", "-q", "-d", INDEX, docs).returncode == 0, "an index")
with Server("-d", INDEX) as server:
    heads(server)
    pieces(server)
    injection(server)
    costly(server)
    check(server.get("/healthz").status == 200, "after all")
partial(INDEX)
impatient(INDEX)
naughty()
slow(INDEX)
sys.stdout.flush()
finish()
