# SPDX-License-Identifier: GPL-3.0-or-later
"""It begins, follows its index whatever becomes of that, and ends, and nobody
who asks meanwhile notices."""

import http.client
import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import threading
import time

from serve import BOX, BUILD, Server, check, finish, run

INDEX, DOCS = "i", "docs"
CLIENTS = 8


def make(index=INDEX, docs=DOCS):
    made = run("meju-index", "-q", "-d", index, docs)
    check(made.returncode == 0, made.stderr)


def total(s, word):
    r = s.get("/search?limit=0&q=" + word)
    check(r.status == 200, word, r.status)
    return json.loads(r.body)["total"]


class Crowd:
    """Clients that keep their connections and ask without a pause."""

    def __init__(self, port):
        self.port, self.done, self.answered = port, False, 0
        self.cut, self.failed, self.refused = [], [], 0
        self.threads = [threading.Thread(target=self.ask)
                        for _ in range(CLIENTS)]
        for t in self.threads:
            t.start()

    def ask(self):
        while not self.done:
            c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
            try:
                self.keep_asking(c)
            except http.client.IncompleteRead as e:
                self.cut.append(e)
            except (http.client.RemoteDisconnected, ConnectionError):
                self.refused += 1  # between two answers: ask again
                time.sleep(0.01)
            finally:
                c.close()

    def keep_asking(self, c):
        while not self.done:
            c.request("GET", "/search?q=gut+skin&facets=tag")
            r = c.getresponse()
            body = r.read()
            if r.status != 200 or json.loads(body)["total"] < 1:
                self.failed.append((r.status, body[:200]))
            self.answered += 1
            if r.will_close:
                return

    def end(self):
        self.done = True
        for t in self.threads:
            t.join()
        check(not self.cut, "answers that were cut:", self.cut)
        check(not self.failed, "answers that failed:", self.failed[:3])
        check(self.answered > 3, "answers:", self.answered)


def commits():
    """While a writer commits no request fails."""
    with Server("-d", INDEX, "--threads", "2") as s:
        crowd = Crowd(s.port)
        for i in range(8):
            with open(DOCS + "/c%d.md" % i, "w", encoding="utf-8") as f:
                f.write("---\ntitle: C\n---\ncommitword%d\n" % i)
            make()
            check(total(s, "commitword%d" % i) == 1, "commit", i)
        crowd.end()
        check(crowd.refused == 0, "connections that were lost", crowd.refused)


def stops():
    """Who is being answered is answered; others are told by the end of their
    connections."""
    for _ in range(3):
        with Server("-d", INDEX) as s:
            crowd = Crowd(s.port)
            time.sleep(0.5)
            began = time.monotonic()
            s.process.send_signal(signal.SIGTERM)
            check(s.process.wait(20) == 0, "SIGTERM")
            check(time.monotonic() - began < 6, "the end took long")
            crowd.end()


def waits():
    """Who fetches an answer gets it whole; who does not is waited for, unless a
    second signal comes."""
    with open("big.jsonl", "w", encoding="ascii") as f:
        f.write(json.dumps({"id": "big", "text": "word " * 2000000}) + "\n")
    made = run("meju-index", "add", "-q", "-d", "big", "big.jsonl")
    check(made.returncode == 0, made.stderr)
    for signals, fetches, status in (1, True, 0), (1, False, 0), (2, False, -15):
        s = Server("-d", "big", "--timeout", "60")
        lazy = socket.socket()
        lazy.settimeout(20)
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        lazy.connect(("127.0.0.1", s.port))
        lazy.sendall(b"GET /doc/big HTTP/1.1\r\nHost: a\r\n\r\n")
        head = lazy.recv(1000)
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        began = time.monotonic()
        for _ in range(signals):
            s.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
        got = len(head) - head.index(b"\r\n\r\n") - 4
        more = b"more"
        while fetches and more:
            more = lazy.recv(1 << 20)
            got += len(more)
        check(s.process.wait(20) == status, signals, s.process.returncode)
        took = time.monotonic() - began
        size = int(re.search(rb"Content-Length: (\d+)", head)[1])
        check(got == size or not fetches, "fetched", got, "of", size)
        check(took < 2 or signals == 1, "a second signal took", took)
        check(took > 2 or signals == 2 or fetches, "waited only", took)
        lazy.close()
        s.process.stderr.close()


def damage():
    """An index that is gone, damaged, or another is searched as it was, until
    it can be opened; the server says so."""
    shutil.rmtree("other", ignore_errors=True)
    make("other", DOCS + "/gut")
    with Server("-d", "other", "--log", "log") as s:
        was = total(s, "gut")
        check(total(s, "title:leaky") == 1, "before")
        os.rename("other", "gone")
        check(total(s, "gut") == was, "gone")
        os.rename("gone", "other")
        check(total(s, "gut") == was, "back again")
        shutil.rmtree("other")
        check(total(s, "gut") == was, "removed")
        check(s.get("/healthz").status == 200, "healthz, removed")
        make("other", DOCS + "/skin")
        check(total(s, "title:leaky") == 0, "another in its place")
        with open("other/manifest.new", "wb") as f:
            f.write(os.urandom(100))
        os.rename("other/manifest.new", "other/manifest")
        os.truncate("other/manifest.copy", 10)
        check(total(s, "skin") > 0, "damaged")
        failures = s.get("/metrics").body.split(b"reopen_failures_total ")[-1]
        check(int(failures.split()[0]) >= 3, failures)
        shutil.rmtree("other")
        make("other", DOCS + "/gut")
        check(total(s, "gut") == was, "mended")
    check("other is no meju index" in s.rest and s.rest.count("\n") < 12, s.rest)


def rot():
    """Bytes that are not what was written are an answer of 500, and a reason in
    the log; never a wrong answer, or an end."""
    make("rotten", DOCS)
    with Server("-d", "rotten", "--log", "rot.log") as s:
        for name in os.listdir("rotten"):
            if name.endswith(".seg"):
                with open("rotten/" + name, "r+b") as f:
                    size = f.seek(0, os.SEEK_END)
                    f.seek(4096)
                    f.write(os.urandom(size - 8192))
        statuses = []
        for path in ["/search?q=gut", "/search?q=skin&format=html", "/search",
                     "/doc/gut/leaky-gut.md", "/suggest?q=le",
                     "/similar/gut/leaky-gut.md", "/search?q=a*&facets=tag"]:
            r = s.get(path)
            statuses.append(r.status)
            check(r.status in (200, 404, 500), path, r.status)
            if r.status == 500:
                detail = json.loads(r.body)["detail"]
                check("rotten" not in detail and "log" in detail, detail)
        check(500 in statuses, statuses)
        check(s.get("/healthz").status == 200, "alive")
    with open("rot.log", encoding="utf-8") as f:
        lines = [json.loads(x) for x in f]
    check(all(("error" in x) == (x["status"] == 500) for x in lines), lines)
    check(s.rest.count("\n") < 6 and "damaged" in s.rest, s.rest)


def hold(s, count):
    """So many connections, and how many of them were answered."""
    held, answered = [], 0
    for _ in range(count):
        held.append(s.connect())
        held[-1].sendall(b"GET /search?q=gut HTTP/1.1\r\nHost: a\r\n\r\n")
    for c in held:
        try:
            answered += b" 200 " in c.recv(65536)
        except OSError:
            pass
    return held, answered


def limits():
    """5,000 connections that wait cost little; where the system allows less, it
    says so, and those beyond are turned away."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(5000, hard - 300)
    with Server("-d", INDEX, "--timeout", "60") as s:
        held, answered = hold(s, count)
        check(answered == count, answered, "of", count)
        with open("/proc/%d/status" % s.process.pid, encoding="ascii") as f:
            rss = int(re.search(r"VmRSS:\s+(\d+)", f.read())[1]) >> 10
        print("%d connections that wait: %d MB in all" % (count, rss))
        check(rss < 200 or BOX, "MB", rss)
        check(s.get("/healthz").status == 200, "another one")
        for c in held:
            c.close()
    with Server("-d", INDEX, preexec_fn=lambda: resource.setrlimit(
            resource.RLIMIT_NOFILE, (256, 256))) as s:
        held, answered = hold(s, 400)
        check(answered == 128, "answered", answered)
        for c in held:
            c.close()
        time.sleep(0.5)
        check(s.get("/healthz").status == 200, "after too many")
    check("at most 128 connections" in s.rest, s.rest)


def users():
    """Begun by root it runs as somebody else, who can do next to nothing."""
    if os.geteuid() != 0:
        print("without a change of user: needs root")
        return
    os.chmod(".", 0o755)
    with Server("-d", INDEX) as s:
        pass
    check("runs as root" in s.rest, s.rest)
    with Server("-d", INDEX, "--user", "nobody", "--socket", "s",
                "--api-key", "key") as s:
        with open("/proc/%d/status" % s.process.pid, encoding="ascii") as f:
            told = dict(line.split(":\t") for line in f if ":\t" in line)
        check("0" not in told["Uid"].split() + told["Gid"].split(), told["Uid"])
        check(int(told["CapEff"], 16) == 0 and told["NoNewPrivs"].strip() == "1"
              and told["Groups"].strip() != "0", told)
        check(s.get("/search", {"X-Api-Key": "secret"}).status == 200, "nobody")
    check("runs as root" not in s.rest, s.rest)
    os.chmod(INDEX, 0o700)
    bad = run("meju-serve", *BOX, "-d", INDEX, "--listen", "127.0.0.1:0",
              "--user", "nobody")
    check(bad.returncode == 2 and "Permission denied" in bad.stderr, bad)
    os.chmod(INDEX, 0o755)
    bad = run("meju-serve", *BOX, "-d", INDEX, "--listen", "127.0.0.1:0",
              "--user", "nobody", "--report", "report")
    check(bad.returncode == 2 and "report" in bad.stderr and
          bad.stderr.count("\n") == 1, bad)
    low = subprocess.run(
        [os.path.join(BUILD, "meju-serve"), *BOX, "-d", "/", "--listen",
         "127.0.0.1:81"], user="nobody", capture_output=True, text=True,
        check=False)
    check("root" in low.stderr or "no meju index" in low.stderr, low)


shutil.copytree(os.path.join(os.environ["MEJU_SOURCE"], "corpus"), DOCS)
with open("key", "w", encoding="ascii") as key:
    key.write("secret\n")
make()
commits()
stops()
waits()
damage()
rot()
limits()
users()
finish()
