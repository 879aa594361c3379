# SPDX-License-Identifier: GPL-3.0-or-later
"""Every sentence that the sources can say is expected by a test, and every
option of the programs is used in one.

A sentence is a string of three words or more.  A test expects it if it has a
piece of it that no other sentence has, or, where it is short, all of it.  What
no test can reach is in messages_untested.txt, below a line that says why.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

SOURCES = "common", "indexer", "query"
NOT_SENTENCES = re.compile(  # option tables, shell code, markup, metrics
    r"(^|/)(options|usage_\w+|face_\w+|metrics|routes|crc32c)\.cc?$")
PIECE = 16  # bytes of a sentence that tell it from others
GAP = ".{0,120}?"
TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])+'|"(?:\\.|[^"\\])*"
    |[A-Za-z0-9_]+|\s+|.""", re.S | re.X)
DIRECTIVE = re.compile(r"%(?:%|[-+ #0]*[\d*]*(?:\.[\d*]+)?(?:hh|h|ll|l|z)?[a-zA-Z])")
WORD = re.compile(r"[A-Za-z][A-Za-z'-]*[,:;]?|%\w+[,:;]?")
ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}


def unescape(text):
    return re.sub(r"\\([0-7]{1,3}|.)", lambda m: chr(int(m[1], 8))
                  if m[1].isdigit() else ESCAPES.get(m[1], m[1]), text)


def strings(source):
    """The strings of C text, neighbours joined, with the line of each."""
    line, start, text, gap = 1, 0, None, ""
    for m in TOKEN.finditer(source):
        token = m.group()
        if token[0] == '"':
            if text is None:
                start, text = line, ""
            text, gap = text + gap + unescape(token[1:-1]), ""
        elif text is not None and re.fullmatch(r"PRI\w+|[A-Z]+_FMT", token):
            gap = "s" if token[0] == "P" else "%s"
        elif not token.isspace() and token[:2] not in ("/*", "//"):
            if text is not None:
                yield start, text
            text, gap = None, ""
        line += token.count("\n")


def is_sentence(text):
    words = [w for w in text.split() if WORD.fullmatch(w)]
    plain = [w for w in words if w[0] != "%" and len(w) > 1]
    return len(words) > 2 and plain and not re.search(
        r'="|^<|\t|\033|charset=|://', text)


def sentences():
    """Where each sentence is said first."""
    found = {}
    for folder in SOURCES:
        for path in sorted(Path(folder).rglob("*.c*")):
            if path.suffix in (".c", ".cc") and not NOT_SENTENCES.search(str(path)):
                source = re.sub(r"_Static_assert\(.*?\);",
                                lambda m: "\n" * m[0].count("\n"),
                                path.read_text(), flags=re.S)
                for line, text in strings(source):
                    for part in text.split("\n"):
                        part = " ".join(part.split())
                        if is_sentence(part):
                            found.setdefault(part, f"{path}:{line}")
    return found


def expectations():
    """What the tests have in strings, or at all where they are scripts."""
    lines = []
    for path in sorted(Path("tests").rglob("*")):
        if "corpus" in path.parts or not path.is_file():
            continue
        if path.suffix in (".c", ".h", ".cc"):
            lines += [text for _, text in strings(path.read_text())]
        elif path.suffix in (".sh", ".js", ".py", ".account") and \
                path.name != "messages.py":
            text = re.sub(r"^\s*(#|//).*", "", path.read_text(), flags=re.M)
            text = re.sub(r"\\\n\s*|[\"']\s*\n\s*f?[\"']", "", text)
            lines += text.split("\n")
    plain = re.sub(r"\[(.)\]", r"\1", "\n".join(lines).replace("\\", ""))
    return re.sub(r"[ \t]+", " ", plain)


def pieces(text):
    return [p.replace("\0", "%") for p in DIRECTIVE.split(text.replace("%%", "\0"))]


def windows(text):
    return {p[i:i + PIECE] for p in pieces(text)
            for i in range(len(p) - PIECE + 1)}


def untested(found, expected):
    owners = {}
    for text in found:
        for w in windows(text):
            owners[w] = owners.get(w, 0) + 1
    seen = {expected[i:i + PIECE] for i in range(len(expected) - PIECE + 1)
            if owners.get(expected[i:i + PIECE]) == 1}
    for text in found:
        if seen & windows(text):
            continue
        parts = pieces(text)
        while len(parts) > 1 and len(parts[-1]) < 4:
            parts.pop()
        whole = GAP.join(re.escape(p) for p in parts)
        if not re.search(whole, expected):
            yield text


def exceptions():
    path = Path("tests/messages_untested.txt")
    lines = path.read_text().splitlines() if path.exists() else []
    return {line for line in lines if line and line[0] != "#"}


def check_sentences():
    found, expected, excused = sentences(), expectations(), exceptions()
    bad = 0
    missing = set(untested(found, expected))
    for text in sorted(missing - excused, key=lambda t: found[t]):
        print(f"{found[text]}: no test expects: {text}")
        bad = 1
    for text in sorted(excused - missing):
        print(f"messages_untested.txt: {'tested' if text in found else 'gone'}: {text}")
        bad = 1
    print(f"{len(found)} sentences, {len(missing)} of them without a test")
    return bad


def written(program, form):
    return subprocess.run([program, "--generate", form], check=True,
                          capture_output=True, text=True).stdout


def uses(program):
    """The lines of tests that may be calls of a program."""
    others = {"meju-index", "meju-query", "meju-serve"} - {program}
    for path in Path("tests").rglob("*"):
        if path.suffix not in (".sh", ".py", ".c", ".js") or \
                path.name in ("completion_test.sh", "messages.py"):
            continue
        text = path.read_text().replace("\\\n", " ")
        if program in text or program == "meju-query" and "ids " in text:
            for line in text.split("\n"):
                if program in line or not any(o in line for o in others):
                    yield line


def check_options(name):
    program = os.path.join(os.environ["MEJU_BUILD"], name)
    if not os.path.exists(program):
        print(f"not looked at: {name} is not built")
        return 0
    rows = re.findall(r"^\*(?:-(.)\*, \*)?--([a-z-]+)\*", written(program, "man"), re.M)
    calls = "\n".join(uses(name))
    forms = {form: written(program, form) for form in ("help", "bash", "zsh", "fish")}
    bad = 0 if rows else 1
    for letter, option in rows:
        used = rf"--{option}(?![a-z-])"
        if letter:
            used += rf"|(?<![\w-])-{letter}(?![a-z-])"
        for form, text in forms.items():
            if not re.search(rf"(--|-l ){option}(?![a-z-])", text):
                print(f"{name}: --{option} is not in its {form}")
                bad = 1
        if not re.search(used, calls):
            print(f"{name}: no test uses --{option}")
            bad = 1
    print(f"{name}: {len(rows)} options")
    return bad


def main():
    bad = check_sentences()
    for name in ("meju-index", "meju-query", "meju-serve"):
        bad |= check_options(name)
    return bad


sys.exit(main())
