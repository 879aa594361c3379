#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The examples of common/meju.h, one after the other, are a program, which finds
# what it should; and each function has one, but that which frees a text.
set -eu

header=$MEJU_SOURCE/common/meju.h
library=$MEJU_BUILD/libmeju.so
[ -e "$library" ] || exit 77
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

{
	cat <<'END'
#include <meju.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void check(enum meju_status status, const struct meju_error *err)
{
	if (status == MEJU_OK)
		return;
	fprintf(stderr, "%s\n", err->text);
	exit(EXIT_FAILURE);
}

int main(void)
{
END
	awk '/@endcode/ { on = 0 }
		on { sub(/^ \* ?/, ""); print "\t" $0 }
		/@code/ { on = 1 }' "$header"
	echo '}'
} >"$folder/examples.c"

bad=0
for name in $(grep -oE 'meju_[a-z_]+\(' "$header" | sort -u); do
	grep -qF "$name" "$folder/examples.c" || {
		echo "$name) has no example"
		bad=1
	}
done

mkdir "$folder/include" "$folder/articles"
cp "$header" "$folder/include"
# What is used with sanitizers needs them in the program, too.
sanitize=$(sed -n 's/^MEJU_SANITIZE:[A-Z]*=//p' "$MEJU_BUILD/CMakeCache.txt")
compiler() {
	sed -n "s/^CMAKE_$1_COMPILER:[A-Z]*=//p" "$MEJU_BUILD/CMakeCache.txt"
}
"$(compiler C)" -std=c11 -Wall -Wextra -Wpedantic -Werror \
	${sanitize:+"-fsanitize=$sanitize"} -I "$folder/include" \
	-c "$folder/examples.c" -o "$folder/examples.o"
language=C
[ -z "$sanitize" ] || language=CXX # of which the sanitizers are
"$(compiler $language)" ${sanitize:+"-fsanitize=$sanitize"} \
	"$folder/examples.o" -o "$folder/examples" \
	-L "$MEJU_BUILD" -lmeju -Wl,-rpath,"$MEJU_BUILD"

cd "$folder"
echo 'A note on wine.' >note.md
echo 'Fibre and more.' >articles/fibre.md
echo 'claret => wine' >synonyms.rules
printf '[[case]]\nquery = "fibre"\nexpect = ["gut.md"]\n' >tests.toml
./examples >said
for line in 'locked by another writer' \
	'a document has at most 16777216 bytes of text' \
	'5 documents indexed' 'commit 1' '4 documents' '4 found' \
	'  tag: diet 2' 'Rosacea triggers' \
	'  Red <mark>wine</mark> opens the vessels. So does a hot kitchen.' \
	'4 articles searched by title: ' '1 of 1 cases pass' 'rosacea' \
	'"documents": 4'; do
	grep -qF -- "$line" said || {
		echo "not said: $line"
		bad=1
	}
done
[ -e copy.meju ] || bad=1
[ "$bad" = 0 ] || cat said
exit $bad
