# SPDX-License-Identifier: GPL-3.0-or-later
"""figures.py README BENCH - each figure of the table in README is in BENCH.

Figures are the numbers in the last column of the first table; one is there if a
number of BENCH, rounded to as many decimals, is the same.
"""
import re
import sys

NUMBER = re.compile(r"(?<![\w.,])\d*\.?\d+(?![\w,]*\d)")


def decimals(number):
    return len(number.partition(".")[2])


def first_table(page):
    rows = re.search(r"^\| \| \|\n\|---\|---\|\n((?:\|.*\n)+)", page, re.M)
    return [row.strip("| ").split(" | ") for row in rows[1].splitlines()]


def main(readme, bench):
    known = NUMBER.findall(open(bench, encoding="utf-8").read())
    table = first_table(open(readme, encoding="utf-8").read())
    lost = [f"{what}: {figure}" for what, *cells in table
            for figure in NUMBER.findall(cells[-1])
            if not any(decimals(k) >= decimals(figure) and
                       f"{float(k):.{decimals(figure)}f}" ==
                       f"{float(figure):.{decimals(figure)}f}"
                       for k in known)]
    for line in lost:
        print(f"{bench} does not have the figure of {line}")
    print(f"{len(table)} rows of figures")
    return bool(lost)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
