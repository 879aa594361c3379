#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The rules of the house that a machine can check.
# shellcheck disable=SC2038,SC2086 # our names hold no spaces
set -eu

bad=0

# complain RULE: standard input lists the offenders, one a line.
complain() {
	offenders=$(grep . || true)
	if [ -n "$offenders" ]; then
		printf '%s:\n%s\n' "$1" "$offenders"
		bad=1
	fi
}

c_files=$(find common indexer query tests bench \
	-name '*.[ch]' -o -name '*.cc')
scripts=$(find common indexer query tests bench .ci -name '*.sh' -o \
	-name '*.py' -o -name '*.js' -o -name 'CMakeLists.txt')
scripts="$scripts CMakeLists.txt bench/peers corpus/try tests/run .ci/run"
scripts="$scripts .ci/package .ci/chroot .ci/debian/p*"
sources="$c_files $scripts"
prose=$(find . -name '*.md' ! -path './corpus/*/*' ! -path './build*/*' -o \
	-name '*.scd' ! -path './build*/*')

complain "no SPDX-License-Identifier in the first lines" <<END
$(for file in $sources; do
	head -n 2 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
		echo "$file"
done)
END

# Tables, the one file that a page loads, and the one header that is a manual.
complain "longer than 700 lines" <<END
$(for file in $sources; do
	case $file in *_table.h | */site/meju.js | common/meju.h) continue ;; esac
	lines=$(wc -l <"$file")
	[ "$lines" -le 700 ] || echo "$file: $lines"
done)
END

overflow='strcpy|strcat|strncat|gets|sprintf|vsprintf|alloca|mktemp|tmpnam'
careless='strtok|atoi|atol|atoll|atof|rand|srand'
complain "functions that are banned" <<END
$(grep -nE "(^|[^A-Za-z0-9_])($overflow)\(" $c_files)
$(grep -nE "(^|[^A-Za-z0-9_])($careless)\(" $c_files |
	grep -vE '^(tests|bench)/')
END

loud='printf|puts|putchar|perror|exit|_exit|abort'
complain "libraries never print, exit or abort" <<END
$(find common indexer/parse query/lang query/match query/rank query/assist \
	-name '*.[ch]' -o -name '*.cc' 2>/dev/null |
	xargs grep -nE "(^|[^A-Za-z0-9_])($loud)\(" |
	grep -vE '^[^:]*:[0-9]*:[ ]?\*')
END

complain "paths of one machine" <<END
$(grep -nE '/(work|home|root)/[a-z]|/tmp/[w]t-' $sources $prose)
END

complain "unfinished" <<END
$(grep -nwE '[T]ODO|[F]IXME|[X]XX|[H]ACK' $sources $prose)
END

complain "no README.md (or other page) in a folder with sources" <<END
$(for file in $sources; do
	case $file in */*.c | */*.cc | */*.h) dirname "$file" ;; esac
done | grep -v '^tests/' | sort -u | while read -r folder; do
	set -- "$folder"/*.md
	[ -e "$1" ] || echo "$folder"
done)
END

complain "does not belong at the top" <<END
$(for name in *; do echo "$name"; done | grep -vxE 'CMakeLists\.txt|README\.md|CONTRIBUTING\.md|SECURITY\.md|LICENSE|CHANGELOG\.md|build.*|indexer|query|common|corpus|tests|bench')
END
exit $bad
