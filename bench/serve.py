#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""serve.py INDEX QUERIES [--seconds N] [--steady N] [--idle N]: how meju-serve
answers under load, or with --idle only what so many connections that wait cost.

QUERIES has a query a line, or JSON with one as "query".  wrk asks as fast as it
can, h2load half as often or --steady times a second; both on this machine, so
they share its processors: the processor time of a request says more than their
number.  Needs MEJU_BUILD, and wrk and nghttp2-client from Debian.  A line for
each: what, which, amount, unit.
"""

import argparse
import json
import os
import random
import re
import resource
import socket
import subprocess
import tempfile
import time
import urllib.parse

FACES = {"bare": "&snippet=0", "snippets": "&sections=0", "sections": "",
         "page": "&format=html", "typing": "&snippet=0&prefix=last"}
CLIENTS = 16
SCRIPT = """
local paths = {}
for line in io.lines(os.getenv("PATHS")) do paths[#paths + 1] = line end
local i = 0
function request() i = i % #paths + 1 return wrk.format("GET", paths[i]) end
"""


def say(what, which, amount, unit):
    print(what, which, "%.4g" % amount, unit, sep="\t", flush=True)


def processor_seconds(pid):
    with open("/proc/%d/stat" % pid, encoding="ascii") as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid, kind="RssAnon"):
    with open("/proc/%d/status" % pid, encoding="ascii") as f:
        return int(re.search(kind + r":\s+(\d+)", f.read()).group(1)) * 1024


def flat_out(server, port, face, paths, script, seconds):
    """As fast as it goes; returns how fast."""
    before = processor_seconds(server.pid)
    out = subprocess.run(
        ["wrk", "-t1", "-c16", "-d%ds" % seconds, "--latency", "-s", script,
         "http://127.0.0.1:%d/" % port], capture_output=True, text=True,
        check=True, env={**os.environ, "PATHS": paths}).stdout
    count = int(re.search(r"(\d+) requests in", out).group(1))
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    say("most", face, rate, "requests/s")
    say("processor", face,
        (processor_seconds(server.pid) - before) / count * 1e6, "us/request")
    say("failed", face, int(failed.group(1)) if failed else 0, "requests")
    return rate


def steady(port, face, paths, rate, seconds, work):
    """So many a second, from clients that each have the queries in an order of
    their own: one h2load with many would send each query from all at once."""
    clients = []
    for k in range(CLIENTS):
        uris, log = ("%s/%s%d.%s" % (work, face, k, x)
                     for x in ("uris", "log"))
        mixed = list(paths)
        random.Random(k).shuffle(mixed)
        with open(uris, "w", encoding="ascii") as f:
            f.writelines("http://127.0.0.1:%d%s\n" % (port, p) for p in mixed)
        clients.append((log, subprocess.Popen(
            ["h2load", "--h1", "-c1", "-D%d" % seconds, "-i", uris,
             "--rps=%.1f" % (rate / CLIENTS), "--log-file=" + log],
            stdout=subprocess.DEVNULL)))
    times = []
    for log, client in clients:
        client.wait()
        with open(log, encoding="ascii") as f:
            times += [int(line.split()[2]) / 1000 for line in f]
    times.sort()
    say("steady", face, len(times) / seconds, "requests/s")
    for share in (50, 99):
        say("p%d at that" % share, face, times[len(times) * share // 100], "ms")


def idle(server, port, count):
    """Each has searched once, and is open still at the end."""
    resource.setrlimit(resource.RLIMIT_NOFILE,
                       (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    before = memory(server.pid)
    open_now = [socket.create_connection(("127.0.0.1", port))
                for _ in range(count)]
    for c in open_now:
        c.sendall(b"GET /search?q=a HTTP/1.1\r\nHost: a\r\n\r\n")
    for c in open_now:
        c.recv(65536)
    time.sleep(1)
    say("idle", "connection", (memory(server.pid) - before) / count, "bytes")
    say("idle", "server", memory(server.pid, "RssAnon") / 1e6, "MB")
    say("idle", "mapped too", memory(server.pid, "VmRSS") / 1e6, "MB")
    for c in open_now[::max(1, count // 100)]:
        c.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        if b" 200 " not in c.recv(65536):
            raise SystemExit("a connection that waited was closed")
    for c in open_now:
        c.close()


def main():
    a = argparse.ArgumentParser(description=__doc__)
    a.add_argument("index")
    a.add_argument("queries")
    a.add_argument("--seconds", type=int, default=10)
    a.add_argument("--steady", type=int, default=0)
    a.add_argument("--idle", type=int, default=0)
    a = a.parse_args()
    with open(a.queries, encoding="utf-8") as f:
        queries = [json.loads(x)["query"] if x.startswith("{") else x.strip()
                   for x in f]
    server = subprocess.Popen(
        [os.environ["MEJU_BUILD"] + "/meju-serve", "-d", a.index, "--timeout",
         "60", "--listen", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True)
    port = int(server.stderr.readline().rsplit(":", 1)[1])
    with tempfile.TemporaryDirectory() as work:
        script, paths = work + "/wrk.lua", work + "/paths"
        with open(script, "w", encoding="ascii") as f:
            f.write(SCRIPT)
        for face, more in FACES.items() if not a.idle else ():
            asked = ["/search?q=%s%s" % (urllib.parse.quote_plus(q), more)
                     for q in queries]
            with open(paths, "w", encoding="ascii") as f:
                f.writelines(p + "\n" for p in asked)
            flat_out(server, port, face, paths, script, 2)  # to warm up
            rate = flat_out(server, port, face, paths, script, a.seconds)
            steady(port, face, asked, a.steady or rate / 2, a.seconds, work)
    idle(server, port, a.idle or 5000)
    server.terminate()
    server.wait()


main()
