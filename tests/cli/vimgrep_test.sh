#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --format vimgrep: places that an editor can go to, from where one stands.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# stand WORD...: each line of .out names a file, and a line and a column where
# one of the words stands, or the title that the line gives.
stand() {
	[ -s "$work/.out" ] || fail "nothing: $*"
	words=$(echo "$*" | tr ' ' '|')
	while IFS=: read -r file line column text; do
		there=$(sed -n "${line}p" "$file" | LC_ALL=C cut -b"$column-")
		case $there in
		"$text"*) continue ;;
		esac
		echo "$there" | grep -qiE "^[^ ]*($words)" ||
			fail "$file:$line:$column is none of $words"
		[ -n "$text" ] || fail "$file:$line has no text"
	done <"$work/.out"
}

cp -R "$MEJU_SOURCE/corpus" docs
run 0 meju-index -q -d i docs
export MEJU_INDEX="$work/i"

# From the root, from beside it, from far away, from below it.
run 0 meju-query --format vimgrep -n 40 --match any rosacea barrier histamine
stand rosa[cz]ea barrier histamin
prints '^docs/skin/rosacea\.md:[0-9]+:[0-9]+:'
cp .out all
cd docs/skin || exit 2
run 0 meju-query --format vimgrep -n 40 --match any rosacea barrier histamine
stand rosa[cz]ea barrier histamin
prints '^rosacea\.md:'
prints '^\.\./gut/'
cd / || exit 2
run 0 meju-query --format vimgrep -n 5 rosacea
stand rosacea
cd "$work" || exit 2

# Every form of documents; several passages, the best first, are several lines.
for query in 'restriction FODMAP' 'Sauerkraut Salz' 'mountain rosacea' \
	'thirty plants'; do
	run 0 meju-query --format vimgrep -n 3 "$query"
	# shellcheck disable=SC2086 # several words
	stand $query plant 30
done
run 0 meju-query --format vimgrep -n 1 rosacea triggers
[ "$(wc -l <.out)" -eq 3 ] || fail "not three passages"

# Only the title matches: where that stands.
article docs/new/titled.md 'Xylotomy of "old"' 'Nothing else.'
article docs/new/quoted.md 'Of xylotomy' 'Something else.'
# shellcheck disable=SC2016 # Markdown
printf 'Wood:\n\n    in xylem\n\n\n- a\n  *xylem* [xylem](x) here\n' \
	>docs/new/code.md
printf '{"id":"j1","text":"first"}\n{"id":"j2","text":"the xylem twice"}\n' \
	>docs/new/two.jsonl
run 0 meju-index -q docs
run 0 meju-query --format vimgrep xylotomy
prints '^docs/new/quoted\.md:2:9:Of xylotomy$'
run 0 meju-query --format vimgrep xylem
prints '^docs/new/code\.md:3:8:.*in xylem'
prints '^docs/new/two\.jsonl:2:24:the xylem twice$'

printf 'Top.\n\n# One\n\nText.\n\n## Of xylose here\n\nText.\n' >docs/new/head.md
run 0 meju-index -q docs
run 0 meju-query --format vimgrep xylose
prints '^docs/new/head\.md:7:4:Of xylose here$'

# What has changed since is looked for nearby; what is gone keeps its place.
sed -i '1i\
One line more.' docs/new/code.md
run 0 meju-query --format vimgrep xylem
prints '^docs/new/code\.md:4:8:'
rm docs/new/code.md
run 0 meju-query --format vimgrep xylem
prints '^new/code\.md:3:1:'

# Nothing is looked into that is not below a root.
echo '{"id":"../docs/skin/rosacea.md","text":"xenon"}' |
	run 0 meju-index add -q -d j -
run 0 meju-query -d j --format vimgrep xenon
prints '^-:1:1:xenon$'
run 1 meju-query --format vimgrep zyzzyva
[ ! -s .out ] || fail "places of nothing"

# In a real editor.
if vim=$(command -v vim) && "$vim" --version | grep -q '+quickfix'; then
	cat >load.vim <<'END'
set nocompatible errorformat& viminfo=
cexpr readfile('all')
call writefile(map(getqflist(), 'printf("%s:%d:%d", bufname(v:val.bufnr), v:val.lnum, v:val.col)'), 'seen')
cfirst
call writefile([printf('%s:%d:%d', bufname('%'), line('.'), col('.'))], 'first')
qall!
END
	"$vim" -es -u NONE -i NONE -S load.vim </dev/null >vim.log 2>&1 ||
		fail "vim: $(head -c 300 vim.log)"
	cut -d: -f1-3 all >wanted
	cmp -s wanted seen || fail "vim has another list: $(head -n 3 seen)"
	head -n 1 wanted | cmp -s - first || fail "vim goes to $(cat first)"
else
	echo "not tested: there is no vim with a quickfix list"
fi
finish
