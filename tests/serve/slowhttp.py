# SPDX-License-Identifier: GPL-3.0-or-later
"""Four ways to dawdle, by slowhttptest, and everybody else is served.

MEJU_CONNECTIONS of each kind (400), for MEJU_SECONDS (6).
"""

import os
import subprocess
import threading
import time

from serve import Server, check, finish, run

CONNECTIONS = os.environ.get("MEJU_CONNECTIONS", "400")
SECONDS = os.environ.get("MEJU_SECONDS", "6")
WAYS = {
    "slow heads": ["-H", "-i", "1", "-x", "8"],
    "slow bodies": ["-B", "-i", "1", "-x", "8", "-s", "8192"],
    "ranges": ["-R", "-t", "GET", "-a", "1", "-b", "3000"],
    "slow reading": ["-X", "-k", "10", "-w", "8", "-y", "16", "-z", "4", "-n",
                     "1"],
}


def ask(s, until):
    """Milliseconds that each fresh request took."""
    times = []
    while True:
        began = time.monotonic()
        r = s.get("/search?q=gut")
        check(r.status == 200, "a fresh request", r.status)
        times.append((time.monotonic() - began) * 1e3)
        if until():
            return sorted(times)
        time.sleep(0.005)


def say(way, times):
    print("%s: %d fresh requests, p50 %.2f ms, p99 %.2f ms, most %.1f ms" % (
        way, len(times), times[len(times) // 2], times[len(times) * 99 // 100],
        times[-1]), flush=True)


def main():
    docs = os.path.join(os.environ["MEJU_SOURCE"], "corpus")
    check(run("meju-index", "-q", "-d", "i", docs).returncode == 0, "an index")
    with Server("-d", "i", "--timeout", "3") as s:
        end = time.monotonic() + 2
        say("nobody", ask(s, lambda: time.monotonic() > end))
        for way, args in WAYS.items():
            attack = subprocess.Popen(
                ["slowhttptest", "-c", CONNECTIONS, "-r", CONNECTIONS, "-l",
                 SECONDS, "-p", "3", *args, "-u",
                 "http://127.0.0.1:%d/search?q=gut&limit=100&snippet=0" % s.port],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            told = []
            reader = threading.Thread(
                target=lambda a=attack, t=told: t.append(a.stdout.read()))
            reader.start()
            times = ask(s, lambda a=attack: a.poll() is not None)
            reader.join()
            check("service available" in told[0].lower() and
                  "NO" not in told[0].split("service available")[-1][:20],
                  way, told[0][-600:])
            say(way, times)
        time.sleep(4)
        left = [x for x in s.get("/metrics").body.split(b"\n")
                if x.startswith(b"meju_http_connections ")]
        check(int(left[0].split()[1]) <= 2, "connections are left:", left)


main()
finish()
