#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The man pages build, as they are installed, and those of programs name the
# options and commands that --help names: all and no more.  mandoc has nothing to
# warn of in them, and what they refer to is one of them, or Debian's.  Section 3
# has every function of meju.h.
set -eu

command -v scdoc >/dev/null || {
	echo "skipped: scdoc is not here"
	exit 77
}
command -v mandoc >/dev/null || echo "not linted: mandoc is not here"

options() {
	grep -oE -- '--[a-z][a-z-]*' | sort -u
}

commands() {
	sed -n '/^# COMMANDS/,/^# /s/^\*\([a-z]*\)\*.*/\1/p' | sort
}

# made SOURCE NAME: the page, as CMakeLists.txt makes it, without a warning.
made() {
	scdoc <"$1" >"$work/roff" && awk -f common/man.awk "$work/roff" \
		>"$work/$2" || {
		echo "scdoc does not take $1"
		bad=1
	}
	! command -v mandoc >/dev/null ||
		mandoc -T lint -W warning "$work/$2" || bad=1
}

bad=0
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
for page in indexer/meju-index.1.scd query/meju-query.1.scd \
	query/serve/meju-serve.1.scd; do
	program=$(basename "$page" .1.scd)
	[ -e "$MEJU_BUILD/$program" ] || {
		echo "not looked at: $program is not built"
		continue
	}
	"$MEJU_BUILD/$program" --help >"$work/text"
	"$MEJU_BUILD/$program" --generate man >"$work/options"
	sed "/^# OPTIONS/r $work/options" "$page" >"$work/scd"
	made "$work/scd" "$program.1"
	options <"$work/text" >"$work/help"
	"$MEJU_BUILD/$program" --generate fish |
		sed -n 's/.* -a \([a-z]*\) -d .*/\1/p' | sort >>"$work/help"
	sed 's/\*//g' "$work/scd" | options >"$work/page"
	commands <"$work/scd" >>"$work/page"
	diff "$work/help" "$work/page" >"$work/diff" || {
		echo "$page (>) and $program --help (<) differ:"
		grep '^[<>]' "$work/diff"
		bad=1
	}
done
for page in $(find common indexer query -name '*.[3-9].scd'); do
	made "$page" "$(basename "$page" .scd)"
	grep -q "$(basename "$page" .scd)" CMakeLists.txt || {
		echo "$page is not installed"
		bad=1
	}
done

# Of the library each function has a page, which shows its prototype.
mkdir "$work/man3"
awk -v scdoc=scdoc -v tidy=common/man.awk -v to="$work/man3" \
	-f common/man3.awk common/meju.h common/MEJU.md || bad=1
awk '/^MEJU_API/ { on = 1 } on { print } /;$/ { on = 0 }' common/meju.h |
	tr -s '\n\t ' ' ' |
	sed 's/MEJU_API //g; s/MEJU_MUST_CHECK //g; s/; */;\n/g' >"$work/calls"
while read -r call; do
	name=$(echo "$call" | sed 's/(.*//; s/.*[ *]//')
	page=$work/man3/$name.3
	[ ! -e "$page" ] || ! grep -q '^\.so man3/' "$page" ||
		page=$work/$(sed 's/^\.so //' "$page")
	tr -s '\n\t ' ' ' <"$page" | grep -qF -- "$call" || {
		echo "the manual does not show $call"
		bad=1
	}
done <"$work/calls"
[ "$(wc -l <"$work/calls")" -ge 30 ] || {
	echo "where are the functions of meju.h?"
	bad=1
}
for page in "$work/man3"/*.3; do
	! command -v mandoc >/dev/null || grep -q '^\.so' "$page" ||
		mandoc -T lint -W warning "$page" || bad=1
done

others='xapian-tcpsrv(1) rsync(1)'
for page in $(find common indexer query -name '*.[1-9].scd'); do
	grep -oE '\*[a-z_-]+\*\([1-9]\)' "$page" | tr -d '*' | sort -u |
	while read -r name; do
		file=${name%)}
		case " $others " in *" $name "*) continue ;; esac
		file=${file%(*}.${file#*(}
		[ -e "$work/man3/$file" ] ||
			[ -n "$(find common indexer query -name "$file.scd")" ] ||
			echo "$page: there is no $name"
	done
done >"$work/lost"
[ ! -s "$work/lost" ] || {
	cat "$work/lost"
	bad=1
}
exit $bad
