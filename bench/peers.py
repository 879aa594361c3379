#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures meju and other engines side by side, in one run.

Every engine indexes the same documents with one thread, one engine after the
other.  Then each is a process that answers lines (bench/README.md says how),
and all are asked all queries in one random order per round; the first round
only warms up.  A query's time is the least over the rounds, by the clock of
the process that answers.  Tables are Markdown; all of one are from one run.
"""
import argparse
import json
import math
import os
import platform
import random
import re
import shutil
import subprocess
import sys
import time

COMMANDS = ["TOP_10", "TOP_100", "TOP_10_COUNT", "COUNT"]
PEERS = ["xapian", "fts5", "groonga"]
CLASSES = ["term", "intersection", "union", "phrase", "mixed", "negated"]
STORED = ("STOR", "SIDX", "SDIC")  # sections with the documents themselves
CLOSE = 0.05  # counts that differ by less agree


def class_of(query):
    units = re.sub(r'"[^"]*"', '"', query).split()
    signs = [unit[0] for unit in units if unit[0] in "+-"]
    if "-" in signs:
        return "negated"
    if len(signs) == len(units):
        return "intersection"
    if signs:
        return "mixed"
    if len(units) > 1:
        return "union"
    return "phrase" if units == ['"'] else "term"


def read_queries(path):
    """JSON lines with a `query`, or one query a line."""
    with open(path, encoding="utf-8") as lines:
        queries = [json.loads(x)["query"] if x[0] == "{" else x.strip()
                   for x in lines if x.strip()]
    return list(dict.fromkeys(queries))


class Engine:
    def __init__(self, name, build, work):
        self.name = name
        self.program = (f"{build}/bench/meju-bench-query" if name == "meju"
                        else f"{build}/bench/peer_{name}")
        self.indexer = f"{build}/meju-index"
        self.folder = f"{work}/{name}"
        self.process = None
        self.best = {}    # (command, query): ns
        self.counts = {}  # (command, query): count
        self.rounds = {}  # command: rounds done, warming included
        self.spent = {}   # command: ns

    def exists(self):
        return os.path.exists(self.program)

    def version(self):
        command = ([self.indexer, "--version"] if self.name == "meju"
                   else [self.program, "version"])
        return subprocess.check_output(command, text=True).split("\n")[0]

    def index(self, documents):
        """Returns processor seconds and peak memory in MB."""
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.name == "meju":
            command = [self.indexer, "add", "-q", "--threads", "1", "-d",
                       self.folder, documents + ".jsonl"]
        else:
            os.mkdir(self.folder)
            command = [self.program, "index", self.folder]
        with open(documents + ".tsv", "rb") as lines:
            child = subprocess.Popen(command, stdin=lines)
            _, status, usage = os.wait4(child.pid, 0)
        if status != 0:
            sys.exit(f"{self.name} failed to index")
        return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3

    def size(self):
        """Bytes on disk; of meju also without the documents' texts."""
        total = sum(os.stat(os.path.join(folder, name)).st_blocks * 512
                    for folder, _, names in os.walk(self.folder)
                    for name in names)
        if self.name != "meju":
            return [("all" if self.name == "groonga" else "no texts", total)]
        stats = json.loads(subprocess.check_output(
            [self.indexer, "stats", "-d", self.folder, "--format", "json"]))
        texts = sum(stats["sections"].get(tag, 0) for tag in STORED)
        return [("all", total), ("no texts", total - texts)]

    def start(self):
        command = ([self.program, self.folder] if self.name == "meju"
                   else [self.program, "query", self.folder])
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE)

    def ask(self, command, query):
        self.process.stdin.write(f"{command}\t{query}\n".encode())
        self.process.stdin.flush()
        cells = self.process.stdout.readline().decode().split("\t")
        if cells[0] == "UNSUPPORTED\n":
            return
        if len(cells) < 2:
            sys.exit(f"{self.name} ended at {command} {query}")
        key, ns = (command, query), int(cells[1])
        self.counts[key] = int(cells[0])
        self.spent[command] += ns
        # The warming round counts only for an engine that gets no other.
        self.best[key] = (ns if self.rounds[command] <= 2
                          else min(ns, self.best[key]))

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def measure(engines, queries, options):
    chance = random.Random(options.seed)
    for engine in engines:
        engine.start()
        engine.rounds = dict.fromkeys(options.commands, 0)
        engine.spent = dict.fromkeys(options.commands, 0)
    for number in range(options.rounds + 1):
        tasks = []
        for engine in engines:
            for command in options.commands:
                if engine.spent[command] < options.budget * 1e9:
                    tasks += [(engine, command, q) for q in queries]
                    engine.rounds[command] += 1
        chance.shuffle(tasks)
        for engine, command, query in tasks:
            engine.ask(command, query)
        print(f"round {number} of {options.rounds}: {len(tasks)} queries",
              file=sys.stderr)
    for engine in engines:
        engine.stop()


def write_documents(corpus, path, language):
    """What the engines read: for meju JSON lines, which declare the language,
    for others `title<TAB>text`."""
    with open(corpus, encoding="utf-8") as lines, \
            open(path + ".jsonl", "w", encoding="utf-8") as objects, \
            open(path + ".tsv", "w", encoding="utf-8") as rows:
        for line in lines:
            document = json.loads(line)
            if language:
                document["lang"] = language
            objects.write(json.dumps(document, ensure_ascii=False) + "\n")
            cells = [" ".join(str(document.get(name) or "").split())
                     for name in ("title", "text")]
            rows.write("\t".join(cells).replace("\0", " ") + "\n")


def table(head, rows):
    print("\n| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")


def figure(x):
    return f"{x:.3f}" if x < 10 else f"{x:.1f}" if x < 100 else f"{x:.0f}"


def index_table(engines, documents, bytes_in):
    rows = []
    for engine in engines:
        processor, memory = engine.index(documents)
        rows.append([engine.name, f"{processor:.1f}",
                     f"{bytes_in / 1e6 / processor:.1f}", f"{memory:.0f}",
                     "; ".join(f"{size / bytes_in:.1%} ({what})"
                               for what, size in engine.size())])
        print("indexed by", engine.name, file=sys.stderr)
    table(["engine", "processor s", "MB of JSONL / processor s",
           "peak MB", "index / JSONL"], rows)


def common_queries(engines, command, queries):
    """The engines that can answer such queries, and which all of them can."""
    able = [e for e in engines if any((command, q) in e.best for q in queries)]
    return able, [q for q in queries
                  if all((command, q) in e.best for e in able)]


def times(engine, command, queries, base):
    """A cell, and the mean that others are compared with."""
    ms = sorted(engine.best[command, q] / 1e6 for q in queries)
    mean = sum(ms) / len(ms)
    middle, last = ms[len(ms) // 2], ms[math.ceil(len(ms) * 0.99) - 1]
    ratio = f" ({mean / base:.3g}x)" if base else ""
    return (f"{figure(mean)} {figure(middle)} {figure(last)}{ratio}",
            base or mean)


def query_rows(engines, queries, command):
    for name in CLASSES:
        some = [q for q in queries if class_of(q) == name]
        able, some = common_queries(engines, command, some)
        if not some:
            continue
        cells, base = {}, None
        for engine in able:
            cells[engine], base = times(engine, command, some, base)
        yield [command, f"{name}, {len(some)}",
               *(cells.get(e, "-") for e in engines)]


def query_table(engines, queries, options):
    print("\nMilliseconds: mean median p99 (mean over that of "
          f"{engines[0].name})")
    table(["command", "class, queries", *(e.name for e in engines)],
          [row for command in options.commands
           for row in query_rows(engines, queries, command)])
    for engine in engines:
        for command, rounds in engine.rounds.items():
            if rounds <= options.rounds:
                print(f"\n{engine.name} {command}: {rounds - 1} rounds of "
                      f"{options.rounds}, more would have taken too long")


def agree(a, b):
    return abs(a - b) <= CLOSE * max(a, b)


def agreement(base, engine, name, queries):
    pairs = [(base.counts["COUNT", q], engine.counts["COUNT", q])
             for q in queries
             if class_of(q) == name and ("COUNT", q) in engine.counts]
    same = sum(agree(a, b) for a, b in pairs)
    return f"{same / len(pairs):.0%}" if pairs else "-"


def sanity_table(engines, queries):
    """Analysis differs, but not by much."""
    print(f"\nQueries whose COUNT is within {CLOSE:.0%} of "
          f"{engines[0].name}'s")
    names = [n for n in CLASSES if any(class_of(q) == n for q in queries)]
    table(["class", *(e.name for e in engines[1:])],
          [[name, *(agreement(engines[0], engine, name, queries)
                    for engine in engines[1:])] for name in names])


def machine(engines):
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("model name"):
                model = line.split(":")[1].strip()
    compiler = subprocess.check_output(["cc", "--version"], text=True)
    print(f"{model}, {os.cpu_count()} cores, Linux {platform.release()}, "
          f"{compiler.splitlines()[0]}; load {os.getloadavg()[0]:.1f}; "
          + ", ".join(f"{e.name} ({e.version()})" for e in engines))


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", help="JSON lines: id, title, text")
    parser.add_argument("queries", help="JSON lines: query; or one a line")
    parser.add_argument("--build", default="build/peers")
    parser.add_argument("--work", help="where indexes go (BUILD/work)")
    parser.add_argument("--engines", default=["meju"] + PEERS,
                        type=lambda s: s.split(","))
    parser.add_argument("--commands", default=COMMANDS,
                        type=lambda s: s.split(","))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--budget", type=float, default=60, metavar="S",
                        help="begin no more rounds of a command with an "
                        "engine that has spent so many seconds on it")
    parser.add_argument("--language", default="en",
                        help="of the documents, declared to meju; '' lets it "
                        "detect (peers always take them for English)")
    parser.add_argument("--keep", action="store_true",
                        help="query the indexes of an earlier run")
    return parser.parse_args()


def main():
    options = parse_arguments()
    work = options.work or f"{options.build}/work"
    os.makedirs(work, exist_ok=True)
    engines = [Engine(name, options.build, work) for name in options.engines]
    for engine in engines:
        if not engine.exists():
            print("left out, not built:", engine.name, file=sys.stderr)
    engines = [e for e in engines if e.exists()]
    queries = read_queries(options.queries)
    machine(engines)
    print(f"{os.path.basename(options.corpus)}, "
          f"{os.path.basename(options.queries)}, seed {options.seed}")
    if not options.keep:
        documents = f"{work}/documents"
        write_documents(options.corpus, documents, options.language)
        index_table(engines, documents, os.path.getsize(options.corpus))
    measure(engines, queries, options)
    query_table(engines, queries, options)
    if "COUNT" in options.commands:
        sanity_table(engines, queries)


if __name__ == "__main__":
    main()
