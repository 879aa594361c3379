#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures how Pagefind, a search for static sites, indexes beside meju.

    npm install --prefix DIR pagefind
    bench/pagefind.py DIR BUILD [DOCUMENTS] <CORPUS.jsonl

The first DOCUMENTS (3,000) documents become pages of HTML below DIR/site, and
both index those.  Prints processor seconds, peak memory and the index's size.
"""
import html
import json
import os
import shutil
import sys
from itertools import islice


def write_site(site, lines):
    shutil.rmtree(site, ignore_errors=True)
    os.makedirs(site)
    size = 0
    for number, line in enumerate(lines):
        document = json.loads(line)
        title = html.escape(document["title"])
        text = html.escape(document["text"]).split("\n\n")
        page = (f'<!doctype html><html lang="en"><head><title>{title}</title>'
                f"</head><body><main><h1>{title}</h1><p>{'</p><p>'.join(text)}"
                "</p></main></body></html>")
        with open(f"{site}/{number}.html", "w", encoding="utf-8") as out:
            size += out.write(page)
    return size


def measure(name, folder, size, command):
    shutil.rmtree(folder, ignore_errors=True)
    child = os.posix_spawnp(command[0], command, os.environ)
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{name} failed")
    index = sum(os.path.getsize(os.path.join(path, file))
                for path, _, files in os.walk(folder) for file in files)
    print(f"{name}: {usage.ru_utime + usage.ru_stime:.1f} processor s, "
          f"{usage.ru_maxrss / 1e3:.0f} MB at most, "
          f"index {index / size:.0%} of {size / 1e6:.1f} MB", flush=True)


def main():
    place, build = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
    site = f"{place}/site"
    size = write_site(site, islice(sys.stdin, count))
    measure("meju", f"{place}/meju", size,
            [f"{build}/meju-index", "add", "-q", "--threads", "1", "-d",
             f"{place}/meju", site])
    measure("pagefind", f"{place}/pagefind", size,
            [f"{place}/node_modules/.bin/pagefind", "--silent", "--site",
             site, "--output-path", f"{place}/pagefind"])


if __name__ == "__main__":
    main()
