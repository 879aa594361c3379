#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An index that follows its folders by itself.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# watch OPTION... PATH...: until stop_watching; what it says is in .watch.
watch() {
	meju-index sync --watch -d i "$@" 2>"$work/.watch" 3>&- &
	pid=$!
}

# told N PATTERN: N lines of what it says are like that, soon.
told() {
	tries=0
	until [ "$(grep -cE -- "$2" .watch)" -ge "$1" ]; do
		sleep 0.05
		[ $((tries += 1)) -lt 400 ] || {
			cp .watch .err
			fail "it does not say $1 times: $2"
			return
		}
	done
}

# becomes IDS QUERY: soon it finds exactly these.
becomes() {
	wanted=$(echo "$1" | sorted)
	shift
	tries=0
	until found=$(meju-query --match all -n 1000 --format ids -d i "$@" \
		2>&1 | sorted) && [ "$found" = "$wanted" ]; do
		[ "$found" != "$wanted" ] || return 0
		sleep 0.05
		[ $((tries += 1)) -lt 400 ] || {
			cp .watch .err
			fail "[$found] instead of [$wanted]: $*"
			return
		}
	done
}

stop_watching() {
	kill -s "$1" "$pid"
	wait "$pid" 2>/dev/null && how=0 || how=$?
	[ "$how" -eq 0 ] || fail "status $how after $1"
	run 0 meju-index check -d i
}

for n in 1 2 3 4 5 6 7 8; do
	article "docs/$n.md" "Number $n" "steady"
done
watch docs
told 1 '^8 documents indexed; '

# Ways to save a file.
article docs/a.md Apple "An apple."
becomes 'a.md' apple
article docs/a.md Apricot "An apricot, written over."
becomes 'a.md' apricot
becomes '' apple
article docs/.b.md.new Bread "Bread, renamed into place."
mv docs/.b.md.new docs/b.md
becomes 'b.md' bread
ln docs/b.md docs/b.md~
article docs/b2.tmp Butter "Butter, on a new inode."
mv docs/b2.tmp docs/b.md
becomes 'b.md' butter
becomes '' bread
article outside.md Cheese "Cheese, as a hard link."
ln outside.md docs/c.md
becomes 'c.md' cheese
exec 4>docs/d.md
echo "dates, and the file stays open" >&4
becomes 'd.md' dates
echo "more of eels" >&4
becomes 'd.md' eels
exec 4>&-
rm docs/c.md
becomes '' cheese
echo '{"id":"l1","text":"lines of figs"}' >docs/l.jsonl
becomes 'l1' figs
echo '{"id":"l2","text":"more figs"}' >>docs/l.jsonl
becomes 'l1 l2' figs

# Folders: new, with something in them before they are watched, moved, gone.
mkdir -p away/deep/er docs/.hidden
article away/deep/er/e.md Endive "Endive far down."
mv away docs/here
becomes 'here/deep/er/e.md' endive
article docs/here/deep/f.md Fennel "Fennel not so far."
becomes 'here/deep/f.md' fennel
mv docs/here docs/there
becomes 'there/deep/er/e.md' endive
article docs/there/deep/er/g.md Ginger "Ginger where it moved to."
becomes 'there/deep/er/g.md' ginger
article docs/.hidden/h.md Honey "Hidden honey."
mkdir -p docs/n/e/w
article docs/n/e/w/i.md Iceberg "Iceberg at once."
becomes 'n/e/w/i.md' iceberg
rm -r docs/there
becomes '' endive OR fennel OR ginger OR honey
mv docs/n elsewhere
becomes '' iceberg

# Others write meanwhile, and what they wrote stays.
echo '{"id":"other","text":"kale of another writer"}' >kale.jsonl
run 0 meju-index add -q -d i --lock-timeout 20 kale.jsonl
article docs/k.md Kohlrabi "Kohlrabi."
becomes 'k.md' kohlrabi
becomes 'other' kale

# A writer that does not let go is waited for.
mkfifo fifo
exec 3<>fifo
meju-index add -q -d i --lock-timeout 20 - <fifo 3>&- &
other=$!
tries=0
until grep -q "process $other " i/lock || [ $((tries += 1)) -gt 400 ]; do
	sleep 0.05
done
article docs/lentil.md Lentil "Lentil."
told 1 "another writer \\(process $other "
exec 3>&-
wait "$other"
becomes 'lentil.md' lentil
[ "$(grep -c 'another writer' .watch)" -eq 1 ] || fail "it says it again"

# Most of it gone is as with any sync: not believed without --force.
mkdir kept
mv docs/[1-8].md docs/[akl]*.* kept
told 1 'files below docs have vanished; give --force'
becomes '1.md 2.md 3.md 4.md 5.md 6.md 7.md 8.md' steady
mv kept/* docs
article docs/m.md Melon "Melon."
becomes 'm.md' melon

# A root that vanishes and comes back, otherwise.
mv docs docs.away
told 1 'docs is not there any more; its documents stay until it is'
becomes 'm.md' melon
article docs.away/m.md Mango "Mango."
mv docs.away docs
becomes 'm.md' mango
becomes '' melon
mv docs docs.old
cp -R docs.old docs
article docs/n.md Nectarine "Nectarine in another folder of that name."
becomes 'n.md' nectarine

# The end: what was just written is in.
article docs/o.md Orange "Orange."
stop_watching TERM
ids 'o.md' -d i orange
[ "$(grep -cE '^([0-9]+ [a-z ]+(, )?)+; ' .watch)" -ge 20 ] ||
	fail "not a line for each commit"

# Several roots, one of them a file; nothing is said.
article other/p.md Pear "Pear."
echo "plum" >plum.txt
watch -q docs other plum.txt
becomes 'p.md' pear
article other/q.md Quince "Quince."
article docs/r.md Radish "Radish."
echo "prune" >plum.txt
becomes 'q.md' quince
becomes 'r.md' radish
becomes 'plum.txt' prune
stop_watching HUP
[ ! -s .watch ] || fail "it is not quiet"

run 2 meju-index --watch --dry-run -d i docs
says '--watch and --dry-run exclude each other'
run 2 meju-index --watch -d i nowhere
says 'cannot read nowhere: '
run 2 meju-index --watch -d i
finish
