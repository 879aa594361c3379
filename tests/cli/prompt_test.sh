#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# meju-query without words, as one who types sees it: in a terminal of tmux.
. "$MEJU_SOURCE/tests/cli/cli.sh"

unset TMUX COLUMNS LINES
# Without a terminal, or one that can do nothing, it says so.
run 0 meju-index -q -d i "$MEJU_SOURCE/corpus"
export MEJU_INDEX="$work/i"
run 2 meju-query </dev/null
says '^meju-query: say what to search for'

command -v tmux >/dev/null || {
	echo "skipped: tmux is not here"
	[ "$bad" -eq 0 ] || finish
	exit 77
}

tmux() {
	command tmux -u -f /dev/null -S "$work/tmux" "$@"
}
trap 'tmux kill-server; chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
tmux new-session -d 'sleep 1000'

# open COLUMNSxROWS COMMAND: in a new terminal.  When it has ended, its status
# is in .status, and .differs is there if it left the terminal otherwise.
open() {
	rm -f .status .differs
	tmux kill-session -t prompt 2>/dev/null || true
	tmux new-session -d -s prompt -x "${1%x*}" -y "${1#*x}" \
		"stty -g >.before; $2; status=\$?; stty -g >.after
		cmp .before .after >.differs 2>&1 && rm .differs
		echo \$status >.status; sleep 1000"
}

# The same, until it asks.
begin() {
	open "$@"
	shows '^>$'
}

press() {
	tmux send-keys -t prompt "$@"
}

# What is on the screen has it, sooner or later.
shows() {
	tries=0
	until tmux capture-pane -t prompt -p >.out 2>.err && grep -qE -- "$1" .out; do
		[ $((tries += 1)) -lt 200 ] || {
			fail "it does not show: $1"
			return
		}
		sleep 0.05
	done
}

# ended STATUS: the terminal is as it was.
ended() {
	tries=0
	until [ -s .status ] || [ $((tries += 1)) -gt 200 ]; do
		sleep 0.05
	done
	[ "$(cat .status 2>&1)" = "$1" ] ||
		fail "status $(cat .status 2>&1), not $1"
	[ ! -e .differs ] || fail "the terminal is not as it was"
	tmux capture-pane -t prompt -p >.out
	! grep -q '^>' .out || fail "the prompt is still there"
}

cursor_is() {
	tries=0
	until [ "$(tmux display-message -t prompt -p '#{cursor_x}')" = "$1" ] ||
		[ $((tries += 1)) -gt 100 ]; do
		sleep 0.05
	done
	[ "$tries" -le 100 ] || fail "the cursor is not in column $1, but in" \
		"$(tmux display-message -t prompt -p '#{cursor_x}')"
}

# Results while one types; the last word is half there.
begin 80x24 'meju-query >chosen'
shows '^  [0-9]+ documents$'
shows 'Type words: results come by themselves\.$'
shows 'Tab        take what is offered$'
shows 'Up, Down   choose a result$'
shows 'Enter      print it$'
shows 'Escape     leave$'
press ros
shows '^▌ .*Ros'
shows '^  [0-9]+ documents in [0-9.]+ ms'
press ac
shows '^> rosacea$'
cursor_is 7
shows '^▌ Rosacea and the gut'
press Tab
cursor_is 9

# Another is chosen and printed, where `$(...)` can take it.
meju-query --format ids -n 3 rosacea >first
press Down Down Up Down PPage Down Enter
ended 0
[ "$(cat chosen)" = "$MEJU_SOURCE/corpus/$(sed -n 2p first)" ] ||
	fail "printed: $(cat chosen)"

# Down to the last, which is beyond the first page, and no further.
begin 80x24 'meju-query >chosen'
press rosacea
shows '^▌ '
press NPage NPage NPage NPage NPage NPage NPage NPage NPage NPage NPage \
	NPage NPage NPage NPage Enter
ended 0
last=$(meju-query --format ids --match all -n 1000 rosacea | tail -n 1)
grep -q "/$last\$" chosen || fail "the last is $last, not $(cat chosen)"

# All that changes a line.
begin 80x24 'meju-query'
press 'gut skin' C-a Right Right Right BSpace
cursor_is 4
shows '^> gu skin'
press t C-k
shows '^> gut$'
press ' -diet xyz' C-w
shows '^> gut -diet$'
press C-e C-b DC
shows '^> gut -diet$'
cursor_is 11
press M-b
cursor_is 6
press C-Left C-Left C-Right
cursor_is 5
press C-e C-u
shows '^>$'
press Home Left Right End BSpace DC C-w C-k Up Down PPage NPage F1 F12 \
	S-Right M-x M-Enter BTab C-F5
shows 'Escape +leave'
press Enter 'gut'
shows '^> gut'
press C-c
ended 1

# What was perhaps meant.
begin 80x24 'meju-query'
press microbime
shows 'did you mean microbiome\? \(Tab\)'
press Tab
shows '^> microbiome'
shows '^▌ The skin microbiome'
press Escape
ended 1
begin 80x24 'meju-query'
press C-d
ended 1

# Keys that come faster than results are not lost.
begin 80x24 'meju-query --format ids >chosen'
press microbime Tab Enter
ended 0
[ "$(cat chosen)" = "$(meju-query --format ids -n 1 microbiome)" ] ||
	fail "Tab and Enter at once chose $(cat chosen)"

# The terminal is another size, or small.
begin 80x24 'meju-query'
press 'rosacea triggers'
shows '^▌ Rosacea triggers, from red wine to radiators$'
tmux resize-window -t prompt -x 40 -y 8
shows '^▌ Rosacea triggers, from red wine to ra…$'
[ "$(wc -l <.out)" -eq 8 ] || fail "not eight rows"
! grep -qE '^.{41}' .out || fail "wider than 40 columns"
press Down
shows '^▌ '
shows '^  Rosacea triggers, from red wine to ra…$'
press ' and words enough to leave no room for all'
shows '^> ff? ?.*for all$|^> .*no room for all$'
tmux resize-window -t prompt -x 10 -y 2
shows '^> '
tmux resize-window -t prompt -x 200 -y 50
shows '^> rosacea triggers and words enough to leave no room for all$'
press C-c
ended 1

# Characters of two columns, and of none.
begin 80x24 'meju-query'
accented=$(printf 'e\314\201')
press "日本語$accented👍🏽👩‍👩‍👧" C-e
cursor_is 17
press x
shows "^> 日本語$accented👍👩👩👧x\$"
press BSpace BSpace BSpace
cursor_is 9
shows "^> 日本語$accented\$"
press C-b BSpace
shows "^> 日本$accented\$"
press C-c
ended 1

# A line longer than the terminal, cut amid a wide character.
begin 33x8 'meju-query'
press '日本 ととととととととととととととととと'
shows '^> (と){15}$'
cursor_is 32
press C-a
shows '^> 日本 (と){12}…$'
cursor_is 2
press C-c
ended 1

# What is pasted is text, also a line's end.
begin 80x24 'meju-query'
tmux set-buffer 'rosacea
	triggers'
tmux paste-buffer -p -t prompt
shows '^> rosacea  triggers$'
shows '^▌ Rosacea triggers'
press C-c
ended 1

# A signal ends it as it ends others.
begin 80x24 'sh -c "echo \$\$ >.pid; exec meju-query"'
press gut
shows '^▌ '
kill -s TERM "$(cat .pid)"
ended 143

# Options hold; the form is that of the one that is chosen.
begin 80x24 'meju-query -n 2 --format tsv >chosen'
press rosacea
shows '^    [a-z]+/[^ ]+:[0-9]+'
[ "$(grep -cE '^.   [a-z]+/[^ ]+:[0-9]+' .out)" -eq 2 ] || fail "not two results"
press Down Down Enter
ended 0
meju-query --format tsv -n 1 --offset 1 rosacea | cmp -s - chosen ||
	fail "not the second as TSV"
begin 80x24 'NO_COLOR=1 meju-query'
press rosacea
shows '^▌ '
tmux capture-pane -t prompt -pe >.out
! grep -q "$(printf '\033')\\[3[0-7]m" .out || fail "colours in spite of NO_COLOR"
press C-c
ended 1
begin 80x24 'meju-query --color always'
press rosacea
shows '^▌ '
tmux capture-pane -t prompt -pe >.out
grep -q "$(printf '\033')\\[3[0-7]m" .out || fail "no colours"
press C-c
ended 1

# It follows the index.
article docs/a.md Walls 'One wall.'
run 0 meju-index -q -d j docs
begin 80x24 'meju-query -d j'
press zymosis
shows '^  0 documents in'
article docs/b.md Zymosis 'Another zymosis.'
run 0 meju-index -q -d j docs
shows '^▌ Zymosis'
shows '^  1 document in'
press C-c
ended 1

# Terminals that cannot.
for term in dumb nonesuch; do
	open 80x24 "TERM=$term meju-query 2>said"
	ended 2
	grep -q '^meju-query: .*say what to search for' said ||
		fail "TERM=$term: $(cat said)"
done
finish
