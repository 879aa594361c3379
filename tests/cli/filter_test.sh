#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Filters, in all the ways that people write them, find what they should.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# put PATH DATE TAGS AUTHOR
put() {
	mkdir -p "$(dirname "docs/$1")"
	printf -- '---\ntitle: %s\ndate: %s\ntags: [%s]\nauthor: %s\n---\n\n%s\n' \
		"$1" "$2" "$3" "$4" "The gut." >"docs/$1"
}
put posts/a.md 2023-12-31 'Gut Health, Diet' 'Kim Lee'
put posts/deep/b.md 2024-01-01 'diet' 'Zoë Kim'
put notes/c.md 2024-06-15 'skin' 'Ann Lee'
put d.md 2025-03-01 '"Gut Health"' 'Ann'
run 0 meju-index -q -d i docs
export MEJU_INDEX="$work/i"
a=posts/a.md b=posts/deep/b.md c=notes/c.md d=d.md

for path in posts posts/ 'posts/**' 'posts/*' '"posts/"' /posts/; do
	ids "$a $b" "path:$path"
	ids "$c $d" "gut -path:$path"
done
ids $b path:posts/deep
ids $a path:posts/a.md
ids "$a $b $c" path:posts path:notes
ids "$a $b" folder:posts
run 1 meju-query 'path:*.md'
mentions 'a path has room for a star at its end'

ids "$a $d" 'tag:"gut health"'
ids "$a $d" 'tag:“Gut Health”'
ids "$a $d" 'tag：＂gut health＂'
ids "$a $b" tag:DIET
ids "$a $b $c" tag:diet tag:skin
ids "$a $b $c" 'tag:(diet skin)'
ids "$a $b $c" 'tag:diet || tag:skin'
ids $a 'tag:diet AND tag:"gut health"'
ids $a '+tag:diet +tag:"gut health"'
ids $b 'tag:diet -tag:"gut health"'
ids $b 'tag:diet AND NOT tag:"gut health"'
ids $b 'tag:diet && !tag:"gut health"'
ids "$a $b" label:diet

ids "$a $b" author:kim
ids $b 'by:zoe'
ids "$a $b $c" author:kim 'author:"ann lee"'

ids "$b $c" date:2024
ids "$b $c" date:2024-01..2024-06
ids "$b $c $d" date:2024..
ids "$b $c $d" 'date:>=2024'
ids $d 'date:>2024'
ids $a 'date:<2024'
ids "$a $b $c" 'date:[* TO 2024]'
ids "$b $c" 'date:[2024-01-01 TO 2024-06-15]'
ids "$b $c" after:2024 before:2025
ids "$b $c" since:2024/01/01 until:2025
ids $a gut -date:2024..
ids "$a $b $c $d" date:60y
ids '' date:60y..2020

ids "$a $b" 'lang:en path:posts gut'
run 0 meju-query --match all --format ids 'tag: diet OR gut'
says 'stands alone, so it is an ordinary word'
finish
