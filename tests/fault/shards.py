#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kill a sync of four shards at random instants, again and again: the next one
must bring the index to what a new index of the same files has.

    tests/fault/shards.py BUILD SECONDS [SEED]
"""
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")
LATEST = 0.12  # seconds after which it is killed, at most


def index(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True)


def dump(folder):
    return sorted(index("dump", "-q", "-d", folder).stdout.splitlines())


def change(number):
    """Some files change, one is new; what they were."""
    before = {}
    for path in random.sample(files, 5):
        with open(path) as f:
            before[path] = f.read()
        with open(path, "a") as f:
            f.write(f"\nround {number} zebra{random.randrange(1000)}\n")
    with open(f"docs/new{number}.md", "w") as f:
        f.write(f"# New\n\nword{number}\n")
    return before


def change_back(number, before):
    os.remove(f"docs/new{number}.md")
    for path, text in before.items():
        if random.random() < 0.5:
            with open(path, "w") as f:
                f.write(text)


def trial(number):
    """Was it killed between two shards?"""
    before = change(number)
    sync = subprocess.Popen([PROGRAM, "-q", "-d", "shards", "docs"],
                            stderr=subprocess.DEVNULL)
    time.sleep(random.uniform(0, LATEST))
    sync.kill()
    sync.wait()
    if random.random() < 0.5:
        change_back(number, before)
    said = index("-d", "shards", "docs")
    shutil.rmtree("plain", ignore_errors=True)
    index("-q", "-d", "plain", "docs")
    if said.returncode or dump("shards") != dump("plain"):
        sys.exit(f"round {number} of seed {seed}: {said.stderr or 'differs'}")
    checked = index("check", "-d", "shards")
    if checked.returncode:
        sys.exit(f"round {number} of seed {seed}: {checked.stdout}")
    return "interrupted" in said.stderr


PROGRAM = os.path.join(os.path.abspath(sys.argv[1]), "meju-index")
seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1 << 32)
random.seed(seed)
with tempfile.TemporaryDirectory() as work:
    os.chdir(work)
    shutil.copytree(os.path.join(SOURCE, "corpus"), "docs")
    files = [os.path.join(folder, name) for folder, _, names in os.walk("docs")
             for name in names if name.endswith(".md")]
    index("-q", "-d", "shards", "--engine", "xapian", "--shards", "4", "docs")
    rounds = between = 0
    end = time.monotonic() + float(sys.argv[2])
    while time.monotonic() < end:
        rounds += 1
        between += trial(rounds)
    print(f"{rounds} kills, {between} between two shards")
