#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the .md files point to exists: relative links, and paths in backquotes
# that begin with a folder of ours, or that name a source in the page's
# folder or below.  In a path NAME stands for any name.  Blocks of code are left out,
# and the articles of corpus/.
set -eu

targets() {
	awk '
	/^```/ { code = !code }
	code { next }
	{
		for (s = $0; match(s, /\]\([^)]*\)/); s = substr(s, RSTART + RLENGTH))
			print "link", substr(s, RSTART + 2, RLENGTH - 3)
		for (s = $0; match(s, /`[A-Za-z0-9_.\/]+`/); s = substr(s, RSTART + RLENGTH))
			print "path", substr(s, RSTART + 1, RLENGTH - 2)
	}' "$1"
}

bad=$(
	find . -name '*.md' ! -path './corpus/*/*' ! -path './build*/*' \
		! -path './tests/*/corpus/*' ! -path './.git/*' |
	while read -r file; do
		targets "$file" | while read -r kind target; do
			case $kind:$target in
			link:*://* | link:mailto:* | link:\#*) continue ;;
			link:*) target=$(dirname "$file")/${target%%#*} ;;
			*NAME*) continue ;;
			path:common/* | path:indexer/* | path:query/* | \
			path:corpus/* | path:tests/* | path:bench/* | \
			path:.ci/*) ;;
			path:*/*) continue ;;
			path:*.[ch] | path:*.cc | path:*.sh | path:*.py)
				[ -z "$(find "${file%/*}" -name "$target")" ] ||
					continue ;;
			*) continue ;;
			esac
			[ -e "$target" ] || echo "$file: there is no $target"
		done
	done
)
[ -z "$bad" ] || {
	echo "$bad"
	exit 1
}
