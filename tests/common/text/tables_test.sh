#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The generated tables are what their scripts write today.
set -eu
if ! command -v python3 >/dev/null; then
	echo "skipped: no python3"
	exit 77
fi
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
text=common/text
python3 $text/make_languages.py $text/languages.txt >"$fresh"
cmp "$fresh" $text/language_table.h
if ! grep -qs 15.0.0 /usr/share/unicode/auxiliary/WordBreakProperty.txt; then
	echo "skipped: no Unicode 15.0.0 (package unicode-data)"
	exit 77
fi
python3 $text/make_wordbreak.py >"$fresh"
cmp "$fresh" $text/wordbreak_table.h
