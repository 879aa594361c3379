#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each system call of a sync of two shards fails, or is the last, and
allocations fail, those of Xapian as well.  The sync does all it should, or
says why not; the next one brings the index to what a new one has.

    tests/fault/shards_each.py BUILD [POINTS [SEED]]    all, if not said

Calls fail by strace, allocations by a library of a few lines.  Xapian itself
may end the process where memory ends (common/xapian/README.md): that is
counted.
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
WRITES = "pwrite64,write,ftruncate,fsync,fdatasync,rename,unlink"
WAYS = [
    (WRITES, "signal=KILL"),
    (WRITES, "error=EIO"),
    ("pwrite64,write,ftruncate,fsync,fdatasync,rename,mkdir", "error=ENOSPC"),
    ("pread64,read,openat,newfstatat,getdents64", "error=EIO"),
    ("openat", "error=EMFILE"),
]
LOCKED = 75  # to Xapian every lock that cannot be had is somebody's
MEMORY_POINTS = 2000  # of all allocations, where all points are tried
REFUSE = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
static _Atomic long calls;
static long at = -1;
__attribute__((constructor)) static void begin(void)
{
    const char *s = getenv("REFUSE_AT");
    at = s ? atol(s) : -1;
    calls = 0;
}
__attribute__((destructor)) static void end(void)
{
    const char *s = getenv("REFUSE_COUNT");
    FILE *f = s ? fopen(s, "w") : NULL;
    if (f) {
        fprintf(f, "%ld", calls);
        fclose(f);
    }
}
void *malloc(size_t n)
{
    static void *(*real)(size_t);
    if (!real)
        real = (void *(*)(size_t))dlsym(RTLD_NEXT, "malloc");
    if (calls++ == at) {
        errno = ENOMEM;
        return NULL;
    }
    return real(n);
}
"""
SYNC = ["sync", "-q", "-d", "index", "--threads", "1", "docs"]


def run(*words, **more):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True,
                          **more)


def dump(folder):
    return sorted(run("dump", "-q", "-d", folder).stdout.splitlines())


def reset():
    shutil.rmtree("index", ignore_errors=True)
    shutil.copytree("before", "index")


def traced(*options):
    return subprocess.run(["strace", "-f", "-qq", "-o", "trace", *options,
                           PROGRAM, *SYNC], capture_output=True, text=True)


def calls_of(names):
    """The most that a thread makes, since strace counts for each."""
    reset()
    traced("-e", "trace=" + names)
    count = {}
    with open("trace") as f:
        for line in f:
            thread = line.split()[0]
            count[thread] = count.get(thread, 0) + 1
    return max(count.values())


def judge(said, where, memory=False):
    status = said.returncode
    if status == 0 and dump("index") != wanted:
        sys.exit(f"{where}: status 0, but the index is another")
    # What is said is written as well, and may be what fails.
    if status == 2 and not said.stderr.startswith("meju-index: ") and \
            (memory or said.stderr):
        sys.exit(f"{where}: it says: {said.stderr}")
    if status not in (0, 1, 2, LOCKED, 127, -signal.SIGKILL,
                      -signal.SIGABRT) or \
            (status == -signal.SIGABRT and not memory):
        sys.exit(f"{where}: status {status}: {said.stderr}")
    again = run(*SYNC)
    if again.returncode or dump("index") != wanted:
        sys.exit(f"{where}: the next sync: {again.stderr or 'differs'}")
    checked = run("check", "-d", "index")
    if checked.returncode:
        sys.exit(f"{where}: check: {checked.stdout}")
    return status


def sample(total, most):
    return range(total) if most >= total else \
        sorted(random.sample(range(total), most))


def fail_calls(names, fault, most):
    tried = 0
    for at in sample(calls_of(names), most):
        reset()
        said = traced("-e", f"inject={names}:{fault}:when={at + 1}")
        judge(said, f"{fault} at call {at + 1} of {names}, seed {seed}")
        tried += 1
    return tried


def refuse_memory(most):
    with open("refuse.c", "w") as f:
        f.write(REFUSE)
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", "refuse.so",
                    "refuse.c", "-ldl"], check=True)
    given = {**os.environ, "LD_PRELOAD": os.path.abspath("refuse.so")}
    reset()
    run(*SYNC, env={**given, "REFUSE_COUNT": "count"})
    with open("count") as f:
        total = int(f.read())
    tried = ended = 0
    for at in sample(total, most):
        reset()
        said = run(*SYNC, env={**given, "REFUSE_AT": str(at)})
        ended += judge(said, f"no memory at allocation {at}, seed {seed}",
                       True) == -signal.SIGABRT
        tried += 1
    return tried, ended


def prepare():
    """An index in two shards; then one file is another, one new, one gone."""
    os.mkdir("docs")
    for name in ("gut", "skin", "bread", "salt"):
        with open(f"docs/{name}.md", "w") as f:
            f.write(f"# {name}\n\nThe {name} and what it has.\n")
    run("sync", "-q", "-d", "before", "--engine", "xapian", "--shards", "2",
        "docs")
    with open("docs/gut.md", "a") as f:
        f.write("\nMore of the gut.\n")
    with open("docs/new.md", "w") as f:
        f.write("# New\n\nA new one.\n")
    os.remove("docs/salt.md")
    run("sync", "-q", "-d", "plain", "docs")
    return dump("plain")


PROGRAM = os.path.join(os.path.abspath(sys.argv[1]), "meju-index")
points = int(sys.argv[2]) if len(sys.argv) > 2 else 0
seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
random.seed(seed)
with tempfile.TemporaryDirectory() as work:
    os.chdir(work)
    wanted = prepare()
    reset()
    if not shutil.which("strace") or traced("-e", "trace=none").returncode:
        print("there is no strace that may trace")
        sys.exit(77)
    each = points // (len(WAYS) + 1) + 1 if points else 1 << 30
    count = sum(fail_calls(names, fault, each) for names, fault in WAYS)
    refused, ended = refuse_memory(each if points else MEMORY_POINTS)
    print(f"{count} calls failed or were the last, {refused} allocations; "
          f"{ended} times Xapian ended the process; all mended by the next "
          "sync")
