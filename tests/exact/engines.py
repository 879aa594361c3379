#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""engines.py INDEX WORK QUERIES...: both engines find the same.

INDEX is one of ours.  It is converted to one database of Xapian and to four,
below WORK, and four servers are started for these.  Each query (a line, or
JSON with one as "query") has to have the same first documents in all, equal
scores in any order, with scores within 1e-5, and the same exact total.  Needs
meju-index and meju-query in MEJU_BUILD, and xapian-tcpsrv.
"""

import json
import os
import signal
import socket
import subprocess
import sys

LIMIT = 10
NEAR = 1e-5
PROGRAMS = os.environ["MEJU_BUILD"]


def meju(name, *args):
    return [os.path.join(PROGRAMS, "meju-" + name), *args]


def convert(index, to, shards):
    if not os.path.isdir(to):
        subprocess.run(meju("index", "convert", "-q", "-d", index, to,
                            "--engine", "xapian", "--shards", str(shards)),
                       check=True)


def serve(index, shards):
    """The servers, each in a group of its own, for it ends its group."""
    servers, names = [], []
    for k in range(shards):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            port = s.getsockname()[1]
        servers.append(subprocess.Popen(
            ["xapian-tcpsrv", "--interface", "127.0.0.1", "--port", str(port),
             "--quiet", "%s/shard-%d-of-%d" % (index, k, shards)],
            start_new_session=True))
        names += ["-d", "127.0.0.1:%d" % port]
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionRefusedError:
                if servers[-1].poll() is not None:
                    raise SystemExit("a server ended")
    return servers, names


def answers(where, queries, match):
    """Of each query its text, its total and its hits, as (id, score)."""
    found = subprocess.run(
        meju("query", *where, "-n", str(LIMIT), "--match", match, "--queries",
             queries, "--format", "json"), stdout=subprocess.PIPE, text=True)
    if found.returncode > 1:
        raise SystemExit("meju-query failed")
    out, at, decoder = {}, 0, json.JSONDecoder()
    while at < len(found.stdout):
        answer, end = decoder.raw_decode(found.stdout, at)
        at = end + 1
        if answer.get("partial"):
            raise SystemExit("an answer is partial: " + answer["query"])
        out[answer["query_id"]] = (answer["query"], answer["total"], [
            (h["id"], h["score"]) for h in answer["hits"]])
    return out


def is_near(a, b):
    return abs(a - b) <= NEAR * max(abs(a), abs(b))


def difference(a, b):
    """Why two answers are not the same; None if they are."""
    if a[1] != b[1]:
        return "totals %d and %d" % (a[1], b[1])
    if len(a[2]) != len(b[2]):
        return "%d and %d hits" % (len(a[2]), len(b[2]))
    scores = dict(a[2])
    for i, ((_, x), (doc, y)) in enumerate(zip(a[2], b[2])):
        if not is_near(x, y):
            return "scores %g and %g at %d" % (x, y, i)
        # One that the other lacks has the score at which both are cut.
        if not is_near(scores.get(doc, a[2][-1][1]), y):
            return "%s at %d" % (doc, i)
    return None


def compare(name, ours, theirs):
    if set(ours) != set(theirs):
        raise SystemExit("%s did not answer all queries" % name)
    wrong = {k: d for k in ours if (d := difference(ours[k], theirs[k]))}
    for k in list(wrong)[:10]:
        print("%s, '%s': %s" % (name, ours[k][0], wrong[k]))
    hits = sum(len(a[2]) for a in ours.values())
    print("%s: %d queries, %d hits, %d differ" %
          (name, len(ours), hits, len(wrong)), flush=True)
    return bool(wrong)


def read_queries(paths, to):
    with open(to, "w", encoding="utf-8") as out:
        for p, path in enumerate(paths):
            with open(path, encoding="utf-8") as f:
                for i, line in enumerate(f):
                    text = json.loads(line)["query"] \
                        if line.startswith("{") else line.strip()
                    if text and i < 2000:
                        print("%d.%d\t%s" % (p, i, text), file=out)


def main():
    index, work, *queries = sys.argv[1:]
    one, four = work + "/one", work + "/four"
    read_queries(queries, work + "/queries.tsv")
    convert(index, one, 1)
    convert(index, four, 4)
    servers, names = serve(four, 4)
    bad = False
    try:
        for match in "auto", "any":
            ours = answers(["-d", index], work + "/queries.tsv", match)
            for name, where in (("one database", ["-d", one]),
                                ("four databases", ["-d", four]),
                                ("four servers", names)):
                theirs = answers(where, work + "/queries.tsv", match)
                bad |= compare("%s, %s" % (name, match), ours, theirs)
    finally:
        for s in servers:
            os.killpg(s.pid, signal.SIGKILL)
    sys.exit(bad)


main()
