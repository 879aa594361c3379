#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Documents go by their ids, as words or from standard input.
. "$MEJU_SOURCE/tests/cli/cli.sh"

for n in 1 2 3 4 5 6 7; do
	echo "{\"id\":\"n$n\",\"text\":\"number $n wombat\"}"
done >some.jsonl
echo '{"id":"-","text":"minus"}' >>some.jsonl
run 0 meju-index -q add -d i some.jsonl
article 'docs/two
lines.md' Two "An odd wombat."
article "$(printf 'docs/x\ty.md')" Tab "An odd wombat."
run 0 meju-index -q add -d i docs

# Words and lines together; what is not there is counted, once.
printf 'n2\nn9\n\nn3\nn9' | run 0 meju-index delete -d i n1 - nowhere n1
says '^3 documents removed, 2 ids unknown; '
run 0 meju-query -d i --format ids -0 -n 100 wombat
[ "$(tr '\n\t\0' '|>\n' <.out | sort | tr '\n' ' ')" = \
	'n4 n5 n6 n7 two|lines.md x>y.md ' ] || fail "others are left"

# By a query, whatever the ids are.
meju-query -d i --match all --format ids -0 odd wombat |
	run 0 meju-index delete -d i -0 -
says '^2 documents removed; '
ids 'n4 n5 n6 n7' -d i wombat
run 1 meju-query -d i odd

# Nothing is nothing, and a long line is no id.
: | run 0 meju-index delete -d i -
says '^nothing to do; '
head -c 100000 /dev/zero | tr '\0' 'x' | run 0 meju-index delete -d i -
says '^1 id unknown; '
run 2 meju-index delete -d i
says 'say which paths or ids'
echo n4 | run 0 meju-index delete --dry-run -d i -
says '^1 document removed; '
echo - | run 0 meju-index delete -d i -
says '^1 document removed; '
ids 'n4 n5 n6 n7' -d i wombat
run 0 meju-index check -d i
finish
