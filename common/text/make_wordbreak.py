#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes wordbreak_table.h from Unicode's data (Debian: unicode-data).

    common/text/make_wordbreak.py [FOLDER] > common/text/wordbreak_table.h

A code point's kind is its Word_Break class and the flags of wordbreak.h.
Code points with equal kinds share a row of `wordbreak_kinds`; blocks of 128
code points with equal rows share a block of `wordbreak_blocks`.
"""
import sys

FOLDER = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
LIMIT = 0x110000
BLOCK = 128

CLASSES = ["Other", "CR", "LF", "Newline", "Extend", "ZWJ", "Format",
           "Katakana", "Hebrew_Letter", "ALetter", "Single_Quote",
           "Double_Quote", "MidNumLet", "MidLetter", "MidNum", "Numeric",
           "ExtendNumLet", "Regional_Indicator", "WSegSpace"]


def ranges(name):
    """The (first, last, value) of a file of the Unicode Character Database."""
    with open(f"{FOLDER}/{name}", encoding="utf-8") as lines:
        for line in lines:
            fields = line.split("#")[0].split(";")
            if len(fields) < 2:
                continue
            ends = [int(x, 16) for x in fields[0].strip().split("..")]
            yield ends[0], ends[-1], fields[1].strip()


def points(name, wanted):
    found = set()
    for first, last, value in ranges(name):
        if wanted(value):
            found.update(range(first, last + 1))
    return found


def of_class(name):
    for first, last, value in ranges("auxiliary/WordBreakProperty.txt"):
        if value == name:
            yield from range(first, last + 1)


def wrapped(values, per_line):
    for i in range(0, len(values), per_line):
        yield "\t" + ", ".join(values[i:i + per_line]) + ","


def main():
    breaks = [0] * LIMIT
    for number, name in enumerate(CLASSES):
        for c in of_class(name):
            breaks[c] = number
    pictures = points("emoji/emoji-data.txt",
                      lambda v: v == "Extended_Pictographic")
    words = points("extracted/DerivedGeneralCategory.txt",
                   lambda v: v[0] in "LN")
    words.update(c for c in range(LIMIT) if CLASSES[breaks[c]] in
                 ("Katakana", "Hebrew_Letter", "ALetter", "Numeric"))
    cjk = points("Scripts.txt",
                 lambda v: v in ("Han", "Hiragana", "Katakana"))
    # Marks shared by Hiragana and Katakana, in script "Common".
    cjk.update({0x3006, 0x30fc, 0xff70}, range(0x3031, 0x3036))
    cjk &= words
    clusters = points("LineBreak.txt", lambda v: v == "SA") & words
    hangul = points("Scripts.txt", lambda v: v == "Hangul") & words

    kinds, row_of = [], []
    for c in range(LIMIT):
        flags = [name for name, members in
                 (("PICTURE", pictures), ("WORD", words), ("CJK", cjk),
                  ("CLUSTER", clusters), ("HANGUL", hangul)) if c in members]
        kind = (CLASSES[breaks[c]], tuple(flags))
        if kind not in kinds:
            kinds.append(kind)
        row_of.append(kinds.index(kind))

    blocks, stage = [], []
    for at in range(0, LIMIT, BLOCK):
        block = tuple(row_of[at:at + BLOCK])
        if block not in blocks:
            blocks.append(block)
        stage.append(blocks.index(block))

    print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
    print("/* Unicode 15.0.0, written by make_wordbreak.py. */")
    print("/* clang-format off */")
    print("static const struct wordbreak_kind wordbreak_kinds[] = {")
    for name, flags in kinds:
        flag = " | ".join("WB_IS_" + f for f in flags) or "0"
        print(f"\t{{WB_{name.upper()}, {flag}}},")
    print("};\n")
    print(f"static const uint8_t wordbreak_stage[{len(stage)}] = {{")
    print("\n".join(wrapped([str(x) for x in stage], 16)))
    print("};\n")
    print(f"static const uint8_t wordbreak_blocks[{len(blocks)}][{BLOCK}] ="
          " {")
    for block in blocks:
        print("\t{")
        print("\n".join("\t" + x for x in wrapped([str(x) for x in block],
                                                  16)))
        print("\t},")
    print("};")


main()
