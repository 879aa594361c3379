#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes language_table.h from languages.txt.

    common/text/make_languages.py common/text/languages.txt \\
        > common/text/language_table.h
"""
import sys
import unicodedata

# As in fold.c: letters without a decomposition.
LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae",
                         "œ": "oe", "ى": "ي", "ک": "ك", "ی": "ي", "ة": "ه"})
SLOT_BITS, FACTOR = 13, 0x9e3779b97f4a7c15
SLOTS = 1 << SLOT_BITS
STRIPPED = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW")


def read(path):
    rows = [{"code": "", "names": [""], "stop": [],
             "hint": []}]
    for line in open(path, encoding="utf-8"):
        line = line.split("#")[0].strip()
        if not line:
            continue
        if line[0] == "[":
            code, names = line[1:].split("]")
            names = [name.strip() for name in names.split(",")]
            rows.append({"code": code, "names": names, "stop": [],
                         "hint": []})
            continue
        key, _, value = line.partition(" ")
        if key in ("stop", "hint"):
            rows[-1][key] += value.split()
        else:
            rows[-1][key] = value.strip()
    return rows


def fold_letter(c, keep):
    if c in keep or keep == "*":
        return c
    if not unicodedata.name(c, "").startswith(STRIPPED):
        return c
    bases = [x for x in unicodedata.normalize("NFD", c)
             if unicodedata.category(x) != "Mn"]
    return "".join(bases).translate(LETTERS)


def fold(word, keep):
    word = unicodedata.normalize("NFKC", word.casefold())
    return "".join(fold_letter(c, keep) for c in word)


def by_letter(rows):
    """The languages that a letter speaks for, as bits."""
    letters = {c: 1 << number for c in range(0x1ea0, 0x1efa)
               for number, row in enumerate(rows) if row["code"] == "vi"}
    for number, row in enumerate(rows):
        for c in row.get("letters", ""):
            letters[ord(c)] = letters.get(ord(c), 0) | 1 << number
    return letters


def by_script(rows):
    scripts = {}
    for number, row in enumerate(rows):
        for name in row.get("script", "").split():
            scripts[name] = scripts.get(name, 0) | 1 << number
    return scripts


def first_bytes(word):
    return int.from_bytes(word[:8], "little")


def slots_of(words):
    """Open addressing: number of the word plus one; the hash is
    language_hash()'s."""
    slots = [0] * SLOTS
    for number, word in enumerate(words):
        at = (first_bytes(word) + len(word)) * FACTOR % 2**64 >> 64 - SLOT_BITS
        while slots[at]:
            at = (at + 1) % SLOTS
        slots[at] = number + 1
    return slots


def quoted(s):
    return '{"%s", %d}' % (s, len(s.encode()))


def main():
    rows = read(sys.argv[1])
    words = {}
    for number, row in enumerate(rows):
        for word in row["hint"]:
            words.setdefault(word, [0, 0])[0] |= 1 << number
        for word in row["stop"]:
            words.setdefault(unicodedata.normalize("NFC", word),
                             [0, 0])[0] |= 1 << number
            words.setdefault(fold(word, row.get("keep", "")),
                             [0, 0])[1] |= 1 << number

    print("/* SPDX-License-Identifier: GPL-3.0-or-later */")
    print("/* Written by make_languages.py from languages.txt. */")
    print("/* clang-format off */")
    print("static const struct language_row language_rows[] = {")
    for row in rows:
        library, _, stemmer = row.get("stem", "none ").partition(" ")
        print("\t{")
        print(f"\t\t.code = {quoted(row['code'])},")
        print(f"\t\t.name = {quoted(row['names'][0])},")
        print(f"\t\t.names = {quoted(' '.join(row['names']).lower())},")
        print(f"\t\t.stemmer = \"{stemmer}\",")
        print(f"\t\t.library = STEM_{library.upper()},")
        print(f"\t\t.kept = {row.get('kept', 0 if 'stem' in row else 3)},")
        for key in ("keep", "shown", "elide"):
            print(f"\t\t.{key} = {quoted(row.get(key, ''))},")
        print("\t},")
    print("};\n")
    print("static const uint64_t script_languages[SCRIPTS] = {")
    for name, mask in by_script(rows).items():
        print(f"\t[SCRIPT_{name.upper()}] = 0x{mask:x},")
    print("};\n")
    print("static const struct language_letter language_letters[] = {")
    for c, mask in sorted(by_letter(rows).items()):
        print(f"\t{{0x{c:x}, 0x{mask:x}}},")
    print("};\n")
    print("static const struct language_word language_words[] = {")
    ordered = sorted(words, key=lambda w: w.encode())
    for word in ordered:
        print("\t{%s, 0x%x, 0x%x, 0x%x}," %
              (quoted(word), first_bytes(word.encode()), *words[word]))
    print("};\n")
    print(f"enum {{ LANGUAGE_SLOT_BITS = {SLOT_BITS} }};\n")
    print("static const uint16_t language_slots[1 << LANGUAGE_SLOT_BITS] = {")
    slots = slots_of([word.encode() for word in ordered])
    for at in range(0, SLOTS, 16):
        print("\t" + ", ".join(map(str, slots[at:at + 16])) + ",")
    print("};")


main()
