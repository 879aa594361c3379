#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts documents into passages, to have many of them from few.

    bench/make_corpus.py [--words N] [--step N] <CORPUS.jsonl >PASSAGES.jsonl

Each passage has the document's title and N words of its text as they stand
there, punctuation and line ends included; the next begins `step` words on
(without the option: where the last ended).  The same input gives the same
output.
"""
import argparse
import json
import re
import sys

WORD = re.compile(r"\S+")


def passages(text, words, step):
    spans = [match.span() for match in WORD.finditer(text)]
    for first in range(0, len(spans), step):
        last = min(first + words, len(spans)) - 1
        yield text[spans[first][0]:spans[last][1]]
        if last == len(spans) - 1:
            break


def main():
    parser = argparse.ArgumentParser(description="cut documents into passages")
    parser.add_argument("--words", type=int, default=25)
    parser.add_argument("--step", type=int)
    options = parser.parse_args()
    step = options.step or options.words
    for line in sys.stdin:
        document = json.loads(line)
        texts = passages(document["text"], options.words, step)
        for number, text in enumerate(texts):
            passage = {"id": f"{document['id']}/{number}",
                       "title": document.get("title", ""), "text": text}
            print(json.dumps(passage, ensure_ascii=False))


if __name__ == "__main__":
    main()
