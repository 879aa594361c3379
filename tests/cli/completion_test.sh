#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the shells offer, asked of the shells themselves.
. "$(dirname "$0")/cli.sh"
shells=${MEJU_SOURCE:?}/tests/cli/shells
export HOME="$work"

here=
for shell in bash zsh fish; do
	if command -v $shell >/dev/null; then
		here="$here $shell"
	else
		echo "skipped: $shell is not here"
	fi
done

# ask SHELL LINE: the last part of each offer, sorted, on one line.
ask() {
	set -- "$1" "$2" "$shells/offers.$1"
	"$1" "$3" "$MEJU_BUILD" "$2" 2>&1 |
		sed 's/^--[a-z-]*=//; s/.*[,:]//; s,/$,,; s,.*/,,' | sorted
}

# offers LINE WORDS: each shell offers these and no others.
offers() {
	wanted=$(echo "$2" | sorted)
	for shell in $here; do
		got=$(ask "$shell" "$1")
		[ "$got" = "$wanted" ] ||
			fail "$shell: [$got] instead of [$wanted]: $1"
	done
}

long_options() {
	grep -oE -- '--[a-z][a-z-]*' | sort -u | tr '\n' ' '
}

programs='meju-query meju-index'
[ ! -x "$MEJU_BUILD/meju-serve" ] || programs="$programs meju-serve"

# Options: those of the help, and those that a command heeds.
for program in $programs; do
	all=$($program --help | long_options)
	offers "$program --" "$all"
done
offers 'meju-query --ma' '--match'
offers 'meju-query -n 3 --why' '--why-not'
offers 'meju-query gut --ma' ''
offers 'meju-index dump --' '--index --quiet --help --version'
offers 'meju-index check --' \
	'--index --threads --memory --dry-run --repair --quiet --help --version'
offers 'meju-index add --wa' ''
offers 'meju-index --watch sync --f' '--force'

case $here in *fish*)
	run 0 fish "$shells/offers.fish" "$MEJU_BUILD" 'meju-index --' described
	prints '^--threads	threads \(all processors\)$'
	! grep -v '	' .out || fail 'options without a description'
	;;
esac
run 0 meju-index --generate zsh
prints "'--permalink=\[path of a URL, e.g. /.:year/.:month/.:slug/\]:RULE:'"

# Their arguments, and commands.
mkdir -p docs/deep index
touch docs/one.md data.toml
offers 'meju-query --match ' 'all any auto'
offers 'meju-query --match=a' 'all any auto'
offers 'meju-query --facets author,ta' 'tag'
offers 'meju-query --language e' 'el en es eu'
offers 'meju-query --index d' 'docs'
offers 'meju-query --check d' 'data.toml docs'
offers 'meju-query --limit d' ''
offers 'meju-index stats --format ' 'json text'
offers 'meju-index s' 'stats sync'
offers 'meju-index d' 'data.toml delete diff docs dump'
offers 'meju-index merge d' 'docs'
offers 'meju-index add docs/' 'deep one.md'
offers 'meju-index check d' ''

# Words of the query, from the index that is meant.
run 0 meju-index -q -d index "$MEJU_SOURCE/corpus"
offers 'meju-query -d index roseb' 'roseburia'
offers 'meju-query --index=index --match any gut roseb' 'roseburia'
offers 'meju-query -d index title:rosa' 'rosacea rosazea'
offers 'meju-query roseb' ''

# What is offered is accepted.
for program in meju-query meju-index; do
	$program --generate bash |
		sed -n "s/^	\(--[a-z]*\)) .*\(-W\|_list\) '\(.*\)' ;;/\1 \3/p" >rows
	[ "$(wc -l <rows)" -ge 2 ] || fail "where are the values of $program?"
	while read -r option values; do
		for value in $values; do
			run 0 $program "$option" "$value" --help
		done
	done <rows
done

# Nothing but shells and the manual.
run 2 meju-query --generate powershell
says "^meju-query: --generate takes .*, not 'powershell'"
run 2 meju-index --generate
says 'there is no option --generate'

# They come where shells look for them.
run 0 cmake --install "$MEJU_BUILD" --prefix "$work/installed"
for file in bash-completion/completions/@.bash zsh/site-functions/_@ \
	fish/vendor_completions.d/@.fish; do
	for program in $programs; do
		installed=installed/share/$(echo $file | sed "s/@/$program/")
		[ -s "$installed" ] || fail "there is no $installed"
	done
done
finish
