#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Doxygen has nothing to warn of in the headers for other programs; of meju.h
# everything has its comment.
set -eu

command -v doxygen >/dev/null || {
	echo "skipped: doxygen is not here"
	exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# refer LINE...: make the reference, with these lines more.
refer() {
	{
		cat common/Doxyfile
		echo "OUTPUT_DIRECTORY=$work"
		printf '%s\n' "$@"
	} | doxygen - || bad=1
}
refer GENERATE_TAGFILE="$work/tags"
for header in common/meju.h common/xapian/xap_db.h; do
	grep -q "<name>${header##*/}</name>" "$work/tags" || {
		echo "$header is not in the reference"
		bad=1
	}
done
refer INPUT=common/meju.h USE_MDFILE_AS_MAINPAGE= EXTRACT_ALL=NO GENERATE_HTML=NO GENERATE_XML=YES
exit $bad
