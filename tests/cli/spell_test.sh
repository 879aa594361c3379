#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What is offered for words that were mistyped.
. "$MEJU_SOURCE/tests/cli/cli.sh"

article gut.md 'Gut' 'The gut microbiome ferments fibre. Colour matters.'
article skin.md 'Skin' 'The skin microbiome and rosacea. Color of the face.'
article brain.md 'Brain' 'The brain and the gut. A boat. Receive treatment.'
article beat.md 'Beat' 'The beat of a heart, and its colours.'
run 0 meju-index -q -d i gut.md skin.md brain.md beat.md
export MEJU_INDEX="$work/i"

# means STATUS WANTED QUERY...: what is suggested.
means() {
	status=$1
	wanted=$2
	shift 2
	run "$status" meju-query "$@"
	if [ -n "$wanted" ]; then
		says "^did you mean: $wanted\$"
	else
		silent
	fi
}
means 1 microbiome microbime
means 1 microbiome micorbiome
means 1 rosacea osacea
means 1 'gut microbiome' gutmicrobiome
means 1 microbiome micro biome
means 1 'skin microbiome' 'skinn micrbiome'
means 1 '"gut microbiome"' '"gut micrbiome"'
means 1 'title:brain' title:brian
means 1 'lang:en fibre -boat' 'lang:en fibrre -boat'
means 1 '\+rosacea path:skin.md' '+rosacae path:skin.md'
# The neighbours decide: the gut and the brain, the heart and its beat.
means 0 'heart beat' heart baet
means 0 'receive boat' receive baot
# Nothing that the filters leave without a document, no guess at all.
means 1 '' microbime path:brain.md
means 1 '' zyzzyva
means 1 '' 12345
means 0 '' microbiome
means 0 '' microbiome OR zyzzyva
run 1 meju-query --format json microbime
prints '"suggestion":"microbiome"'
run 0 meju-query --format json microbiome
! grep -q suggestion .out || fail "a suggestion for a word that is there"
run 1 meju-query "$(printf 'microbime\033[1m')"
! grep -q "$(printf '\033')" .err || fail "a control character"

finish
