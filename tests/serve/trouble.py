# SPDX-License-Identifier: GPL-3.0-or-later
"""What meju-serve says of what it is asked wrongly, by who starts it and by who
asks it: every sentence, whole."""

import json
import os
import resource
import shutil
import subprocess

from serve import BOX, BUILD, Server, check, finish, run

INDEX = "i"
SORTS = ("the parameter sort takes relevance, or up to 4 of date, modified, "
         "boost, author, category, lang, type, tag and id, with commas, a minus "
         "before what is to descend, not '%s'")
FACETS = ("the parameter facets takes author, tag, category, lang or type, with "
          "commas, not '%s'")
FIELDS = ("the parameter fields takes, with commas, some of: snippet sections "
          "line id url title source date author tags categories lang score "
          "relaxed alike; not '%s'")
DATE = ("the parameter %s takes a date such as 2024, 2024-05, 2024-05-03 or 30d, "
        "not '%s'")
NUMBER = "the parameter %s takes a number from 0 to %d, not '%s'"
WORDS = "the parameter %s takes one of: %s; not '%s'"
PERCENT = ("a percent sign in the address is not followed by two hexadecimal "
           "digits; write %25 for the sign itself")
METHODS = "only GET, HEAD and OPTIONS are understood"
REASONS = {400: "Bad Request", 401: "Unauthorized", 404: "Not Found",
           405: "Method Not Allowed", 413: "Content Too Large",
           414: "URI Too Long", 429: "Too Many Requests",
           431: "Request Header Fields Too Large",
           500: "Internal Server Error"}

ADDRESSES = [
    ("/search?limit=101", 400, NUMBER % ("limit", 100, "101")),
    ("/search?per_page=x", 400, NUMBER % ("per_page", 100, "x")),
    ("/search?offset=10001", 400, NUMBER % ("offset", 10000, "10001")),
    ("/search?snippet=4", 400, NUMBER % ("snippet", 3, "4")),
    ("/search?page=9999&limit=100", 400,
     "the page begins behind the first 10000 results; narrow the query instead"),
    ("/search?sort=title", 400, SORTS % "title"),
    ("/search?facets=tag,date", 400, FACETS % "tag,date"),
    ("/search?fields=id,text", 400, FIELDS % "text"),
    ("/search?after=soon", 400, DATE % ("after", "soon")),
    ("/search?before=2024-13", 400, DATE % ("before", "2024-13")),
    ("/search?match=some", 400, WORDS % ("match", "auto all any", "some")),
    ("/search?format=xml", 400, WORDS % ("format", "json html atom", "xml")),
    ("/search?highlight=b", 400, WORDS % ("highlight", "mark none", "b")),
    ("/search?prefix=1", 400, WORDS % ("prefix", "last none", "1")),
    ("/search?explain=yes", 400, WORDS % ("explain", "0 1", "yes")),
    ("/search?q=%4", 400, PERCENT),
    ("/doc/%zz", 400, PERCENT),
    ("/search?" + "&".join("a=%d" % i for i in range(65)), 400,
     "the address has more than 64 parameters"),
    ("/suggest?limit=51", 400, NUMBER % ("limit", 50, "51")),
    ("/doc/", 404, "the address goes on with the id of a document"),
    ("/similar/", 404, "the address goes on with the id of a document"),
    ("/doc/a<b", 404, "the index has no document 'a<b'"),
    ("/similar/none", 404, "the index has no document 'none'"),
    ("/nothing", 404, "there is nothing at this address"),
    ("/search?q=" + "a" * 9000, 414, "the address is longer than 8 KiB"),
]


def told(r, status, sentence, *what):
    """A problem for programs."""
    problem = json.loads(r.body)
    check((r.status, r.reason) == (status, REASONS[status]), *what, r.status)
    check(problem == {"title": REASONS[status], "status": status,
                      "detail": sentence}, *what, problem)
    check(r.getheader("content-type") == "application/problem+json", *what)


def shown(r, status, sentence, *what):
    """The same for people."""
    page = r.body.decode("utf-8")
    for c, name in ("&", "&amp;"), ("<", "&lt;"), ("'", "&#39;"):
        sentence = sentence.replace(c, name)
    check(r.status == status, *what, r.status)
    check("<p>%s</p>" % sentence in page, *what, page)
    check("<title>%s - Search</title>" % REASONS[status] in page, *what, page)
    check(r.getheader("content-type") == "text/html; charset=utf-8", *what)
    check("default-src 'none'" in r.getheader("content-security-policy"), *what)


def asks(s):
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    for path, status, sentence in ADDRESSES:
        told(s.get(path), status, sentence, path)
        shown(s.get(path, {"Accept": browser}), status, sentence, path)
        check("Accept" in s.get(path).getheader("vary"), path)
    for accept in ("*/*", "application/json, text/html;q=0.9", "image/png",
                   "application/problem+json;q=0.5", "application/atom+xml"):
        told(s.get("/nothing", {"Accept": accept}), 404,
             "there is nothing at this address", accept)
    for method in "POST", "DELETE":
        r = s.get("/search", method=method)
        told(r, 405, METHODS, method)
        check(r.getheader("allow") == "GET, HEAD, OPTIONS", method)
    r = s.get("/search", {"Accept": "text/html"}, "PUT")
    shown(r, 405, METHODS, "PUT")
    check(r.getheader("allow") == "GET, HEAD, OPTIONS", "PUT")
    told(s.get("*"), 400, "only OPTIONS may ask for *")
    told(s.get("/", {"X%d" % i: "1" for i in range(80)}), 431,
         "there are more than 64 header fields")


def keys_and_rates():
    with open("key", "w", encoding="ascii") as f:
        f.write("secret\n")
    with Server("-d", INDEX, "--api-key", "key", "--cors", "*") as s:
        needed = ("a key is needed, in the header Authorization: Bearer KEY or "
                  "X-Api-Key: KEY")
        r = s.get("/search?q=gut")
        told(r, 401, needed)
        check(r.getheader("www-authenticate") == "Bearer", "401")
        check(r.getheader("vary") == "Accept, Origin, accept-encoding", "vary")
        shown(s.get("/search", {"Accept": "text/html"}), 401, needed)
    with Server("-d", INDEX, "--rate", "1") as s:
        answers = [s.get("/healthz") for _ in range(20)]
        r = next(r for r in answers if r.status == 429)
        told(r, 429, "too many requests came from this address; ask again in a "
             "second")
        check(r.getheader("retry-after") == "1", "429")


def damage():
    """What is wrong here only the log says."""
    shutil.copytree(INDEX, "broken")
    segment = next(x for x in os.listdir("broken") if x.endswith(".seg"))
    with Server("-d", "broken", "--log", "log") as s:
        told_of = "the server could not answer; its log says why"
        size = os.path.getsize("broken/" + segment)
        with open("broken/" + segment, "r+b") as f:
            f.seek(64)
            f.write(b"\xff" * (size - 4096))
        told(s.get("/search?q=gut"), 500, told_of)
        shown(s.get("/search?q=gut", {"Accept": "text/html"}), 500, told_of)
        told(s.get("/doc/gut/leaky-gut.md"), 500, told_of)
    why = ("the index broken is damaged; run `meju-index -d broken check` to see "
           "where")
    check("meju-serve: " + why in s.rest.splitlines(), s.rest)
    with open("log", encoding="utf-8") as f:
        check(all(json.loads(x)["error"] == why for x in f), "the log")


def refuses(sentence, *args, **more):
    bad = subprocess.run(
        [os.path.join(BUILD, "meju-serve"), *BOX, "-d", INDEX, *args],
        capture_output=True, text=True, check=False, timeout=60, **more)
    check(bad.returncode == 2 and not bad.stdout and
          bad.stderr == "meju-serve: %s\n" % sentence, args, sentence, bad)


def starts():
    any_port = "--listen", "127.0.0.1:0"
    for value in "nowhere:x", "127.0.0.1:65536", "", "host":
        refuses("--listen takes HOST:PORT, or a port alone, not '%s'" % value,
                "--listen", value)
    refuses("cannot listen on 192.0.2.1:80: this machine has no such address",
            "--listen", "192.0.2.1:80")
    with Server("-d", INDEX, "--socket", "sock") as s:
        place = "127.0.0.1:%d" % s.port
        refuses("cannot listen on %s: another program does; take another port "
                "(--listen)" % place, "--listen", place)
        refuses("cannot listen on sock: another program does, or it is no "
                "socket", "--socket", "sock")
    refuses("cannot listen on key: another program does, or it is no socket",
            "--socket", "key")
    refuses("cannot listen on none/x: No such file or directory", "--socket",
            "none/x")
    refuses("the path of a socket has at most 107 bytes, not " + "x" * 200,
            "--socket", "x" * 200)
    for option, most in ("listen", 16), ("socket", 16), ("cors", 32):
        value = "*" if option == "cors" else "0"
        refuses("--%s can be given at most %d times" % (option, most),
                *["--%s=%s" % (option, value)] * (most + 1))
    refuses("at most 64 indexes can be searched together", *["-d", INDEX] * 64)
    for value in "example.org", "https://a.example/", "":
        refuses("--cors takes an origin such as https://example.org, without a "
                "path, or *, not '%s'" % value, "--cors", value)
    for value in "ftp://x", "example.org", "https://", "http:///", "http:", "":
        refuses("--url takes an address such as https://search.example.org, not "
                "'%s'" % value, "--url", value)
    with open("empty", "w", encoding="ascii") as f:
        f.write("\nkey\n")
    refuses("empty has no key in its first line", "--api-key", "empty")
    refuses("cannot open none: No such file or directory", "--api-key", "none")
    refuses("--log-addresses says what --log logs; give both", "--log-addresses")
    refuses("cannot write to none/x: No such file or directory", "--log",
            "none/x")
    refuses("it takes options only, not 'gut'", "gut")
    refuses("there is no user 'no-such-user'", *any_port, "--user",
            "no-such-user")
    for option, low, high in [("rate", 1, 1000000), ("slow", 1, 1000000),
                              ("max-age", 0, 31536000), ("threads", 1, 256),
                              ("deadline", 0, 3600000), ("timeout", 1, 3600),
                              ("connections", 1, 1000000)]:
        for value in str(low - 1), str(high + 1), "x", "":
            refuses("--%s takes a number from %d to %d, not '%s'" % (
                option, low, high, value), "--%s=%s" % (option, value))
    refuses("--cache takes a size such as 512M, not 'x'", "--cache", "x")
    refuses("none is no meju index (make one with `meju-index -d none PATH`)",
            "-d", "none", *any_port)


def synonyms():
    """Of rules that are wrong the others are used."""
    with open("rules", "w", encoding="ascii") as f:
        f.write("zyzzyva => gut\nalone\n")
    process = subprocess.Popen(
        [os.path.join(BUILD, "meju-serve"), *BOX, "-d", INDEX, "--listen",
         "127.0.0.1:0", "--synonyms", "rules"], stderr=subprocess.PIPE, text=True)
    line = process.stderr.readline()
    check(line == "meju-serve: rules:2: a rule has a comma or a => between words "
          "that mean the same\n", line)
    check("listening on" in process.stderr.readline(), "it does not begin")
    process.terminate()
    check(process.wait(20) == 0, "it does not end")
    refuses("cannot open none: No such file or directory", "--synonyms", "none")


def inherits():
    told_of = ("file 3 of LISTEN_FDS is no socket that listens (in the .socket "
               "unit: Accept=no)")
    bad = subprocess.run(
        ["sh", "-c", 'exec 3</dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@"',
         os.path.join(BUILD, "meju-serve"), "-d", INDEX],
        capture_output=True, text=True, check=False)
    check(bad.stderr == "meju-serve: %s\n" % told_of, bad)


def limits():
    """Of the system: files, memory for threads, ports, users."""
    def few_files():
        resource.setrlimit(resource.RLIMIT_NOFILE, (500, 500))
    root = os.geteuid() == 0
    with Server("-d", INDEX, preexec_fn=few_files) as s:
        check(s.line == "meju-serve: listening on http://127.0.0.1:%d\n" % s.port,
              s.line)
    lines = s.rest.splitlines()
    check(("meju-serve: it runs as root, which it need not; --user NAME ends "
           "that" in lines) == root, lines)
    check("meju-serve: at most 372 connections, for the system lets it open 500 "
          "files (ulimit -n, LimitNOFILE=)" in lines, lines)
    if not BOX:  # a sanitizer's own memory is more
        def little_memory():
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        refuses("cannot start another thread", "--listen", "127.0.0.1:0",
                "--threads", "256", preexec_fn=little_memory)
    reached = os.stat(os.path.abspath(BUILD)).st_mode & 1
    if root and reached:
        os.chmod(".", 0o755)
        refuses("cannot become the user 'root': Operation not permitted",
                "--listen", "127.0.0.1:0", "--user", "root", user="nobody")
        with open("/proc/sys/net/ipv4/ip_unprivileged_port_start",
                  encoding="ascii") as f:
            if int(f.read()) > 80:
                refuses("cannot listen on 127.0.0.1:79: ports below 1024 are "
                        "root's; take another, or begin as root, with --user",
                        "--listen", "127.0.0.1:79", user="nobody")


docs = os.path.join(os.environ["MEJU_SOURCE"], "corpus")
check(run("meju-index", "-q", "-d", INDEX, docs).returncode == 0, "an index")
with Server("-d", INDEX) as server:
    asks(server)
keys_and_rates()
damage()
starts()
synonyms()
inherits()
limits()
finish()
