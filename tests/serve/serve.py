# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of meju-serve need: a server that runs, requests as bytes or
as a client would send them, and sentences for what is not so."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys

BUILD = os.environ["MEJU_BUILD"]
# What the library keeps for its threads; fuzz_http.c looks for leaks of ours.
with open("suppressed", "w", encoding="ascii") as suppressed:
    suppressed.write("leak:libh2o-evloop\n")
os.environ["LSAN_OPTIONS"] = "print_suppressions=0:suppressions=" + \
    os.path.abspath("suppressed")
# A sanitizer reads its own process at the end, which the sandbox forbids.
with open(os.path.join(BUILD, "meju-serve"), "rb") as program:
    BOX = ["--no-sandbox"] if b"__asan_init" in program.read() else []
failures = []


def check(good, *what):
    if not good:
        failures.append(what)
        print("FAILED:", *(repr(w)[:300] for w in what), flush=True)


def finish():
    sys.exit(1 if failures else 0)


def run(program, *args):
    return subprocess.run([os.path.join(BUILD, program), *args],
                          capture_output=True, text=True, check=False)


class Server:
    """A meju-serve on a port of its own."""

    def __init__(self, *args, listen=True, **more):
        place = ["--listen", "127.0.0.1:0"] if listen else []
        self.process = subprocess.Popen(
            [os.path.join(BUILD, "meju-serve"), *BOX, *place, *args],
            stderr=subprocess.PIPE, text=True, **more)
        self.line = self.process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", self.line)
        self.port = int(found.group(1)) if found else 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(20)
        self.rest = self.process.stderr.read()
        check(status == 0, "it ended with", status, self.rest)

    def connect(self):
        s = socket.create_connection(("127.0.0.1", self.port), 20)
        return s

    def get(self, path, headers=None, method="GET"):
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        c.putrequest(method, path, skip_host="Host" in (headers or {}),
                     skip_accept_encoding=True)
        for name, value in (headers or {}).items():
            c.putheader(name, value)
        c.endheaders()
        r = c.getresponse()
        r.body = r.read()
        c.close()
        return r

    def raw(self, data, seconds=1.0):
        """Statuses of all answers, and whether the connection was ended."""
        with self.connect() as s:
            s.settimeout(seconds)
            got, ended = b"", False
            try:
                s.sendall(data)
                while not ended:
                    more = s.recv(65536)
                    ended = not more
                    got += more
            except socket.timeout:
                pass
            except OSError:
                ended = True
        return [int(n) for n in re.findall(rb"HTTP/1\.1 (\d+)", got)], ended
