#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Links of titles and places, in terminals that have them; the width of text.
. "$MEJU_SOURCE/tests/cli/cli.sh"

unset TMUX TERM_PROGRAM VTE_VERSION WT_SESSION DOMTERM KONSOLE_VERSION COLUMNS
mkdir docs
article 'docs/a b#c.md' 'One wall' 'A wall.'
printf -- '---\ntitle: Two walls\nurl: "https://x.org/a b?q=\\u001b[1m<é>"\n---\n\nA second wall.\n' \
	>docs/two.md
printf -- '---\ntitle: Three\nurl: "javascript:alert(1)"\n---\n\nA third wall.\n' \
	>docs/three.md
run 0 meju-index -q -d i docs
export MEJU_INDEX="$work/i"
host=$(uname -n)
escape=$(printf '\033')

# on_terminal VARIABLE... WORDS: the output there, "<" for where a link begins.
on_terminal() {
	script -qec "env $* " /dev/null </dev/null 2>&1 |
		sed "s/$escape]8;;\\([^$escape]*\\)$escape\\\\/<\\1>/g" |
		tr -d '\r' >.out
}

command -v script >/dev/null || {
	echo "skipped: script is not here"
	exit 77
}

on_terminal TERM=xterm VTE_VERSION=7200 meju-query one
prints "^<file://$host$work/docs/a%20b%23c.md>.*One wall.*<>"
prints "^  <file://$host$work/docs/a%20b%23c.md>.*a b#c.md:5.*<>"
on_terminal TERM=xterm-kitty meju-query one
prints "^<file://$host$work/docs/a%20b%23c.md>.*One wall"
prints "^  <file://$host$work/docs/a%20b%23c.md#5>"
on_terminal TERM=foot meju-query two
prints '^<https://x.org/a%20b\?q=%20\[1m%3C%C3%A9%3E>.*Two walls.*<>'
prints "^  <file://$host$work/docs/two.md>"
on_terminal TERM=foot meju-query three
prints "^<file://$host$work/docs/three.md>"

# A file that is gone is no link, nor is one where nobody could follow.
rm 'docs/a b#c.md'
on_terminal TERM=foot meju-query one
! grep -q '<' .out || fail "a link to nowhere"
for variables in 'TERM=xterm' 'TERM=linux VTE_VERSION=7200' \
	'TERM=screen VTE_VERSION=7200' 'TERM=foot NO_COLOR=1'; do
	on_terminal "$variables" meju-query two
	! grep -q '<' .out || fail "a link with $variables"
done
on_terminal TERM=foot meju-query --color never two
! grep -q '<' .out || fail "a link with --color never"
run 0 env TERM=foot meju-query --color always two
! grep -q ']8;' .out || fail "a link where there is no terminal"

# A page as wide as one wants.
article docs/long.md Long "$(yes 'words of a long line' | head -n 30)"
run 0 meju-index -q -d i docs
for columns in 40 100; do
	run 0 env COLUMNS=$columns meju-query long
	! grep -qE "^.{$((columns + 1))}" .out || fail "wider than $columns"
	grep -qE "^.{$((columns - 12))}" .out || fail "narrower than $columns"
done
for columns in '' x -1 99999999999999999999; do
	run 0 env COLUMNS=$columns meju-query long
	! grep -qE '^.{121}' .out || fail "wider than a page: COLUMNS=$columns"
done
finish
