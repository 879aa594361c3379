#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Disks that are really full, limits that are really reached, outputs that
# cannot be written.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# many COUNT PREFIX: so many documents, JSONL
many() {
	for n in $(seq "$1"); do
		printf '{"id":"%s%s","text":"okapi number %s%s %s"}\n' \
			"$2" "$n" "$2" "$n" "$((n * n % 9973)) $((n * 7919))"
	done
}

# keeps INDEX: it is as it was, and a writer that has room leaves nothing over
keeps() {
	run 0 meju-index check -d "$1"
	ids 'first' -d "$1" quagga
	ids '' -d "$1" okapi
	run 0 meju-index delete -q -d "$1" nothing
	[ -z "$(find "$1" -name '*new*')" ] || fail "a temporary file is left"
	run 0 meju-index check -d "$1"
}

echo '{"id":"first","text":"A quagga."}' >first.jsonl
many 20000 m >many.jsonl

# Larger files than the limit.  Ignored, the signal becomes an error.
meju-index add -q -d limited first.jsonl
for blocks in 1 8 64; do
	run 2 sh -c "trap '' XFSZ; ulimit -f $blocks
		meju-index add -q -d limited many.jsonl 2>.said"
	grep -qE '^meju-index: .*cannot write .*: File too large$' .said ||
		fail "with $blocks blocks it says: $(cat .said)"
	keeps limited
done

# Unless it is ignored it ends the process: the same in a harder way.
run 153 sh -c "ulimit -f 8; meju-index add -q -d limited many.jsonl; exit \$?"
keeps limited

# Few open files.
run 2 sh -c 'ulimit -n 5; meju-index add -q -d limited many.jsonl'
says '^meju-index: cannot .*: Too many open files$'
keeps limited

# Standard outputs that are full.
if [ -c /dev/full ]; then
	for command in "meju-index check -d limited" \
		"meju-index stats -d limited" "meju-query -d limited quagga"; do
		run 2 sh -c "$command >/dev/full"
		says '^meju-[a-z]*: cannot write to standard output'
	done
fi

# A small disk, where one may be made.
mkdir disk
if [ "$(id -u)" -eq 0 ] &&
	mount -t tmpfs -o size=200k tmpfs disk 2>/dev/null; then
	trap 'umount "$work/disk"; rm -rf "$work"' EXIT
	meju-index add -q -d disk/index first.jsonl
	run 2 meju-index add -q -d disk/index many.jsonl
	says '^meju-index: .*cannot write .*: No space left on device$'
	keeps disk/index
	# not a byte is left
	dd if=/dev/zero of=disk/filler bs=4k 2>/dev/null
	run 2 meju-index add -q -d disk/index many.jsonl
	says '^meju-index: .*cannot .*: No space left on device$'
	run 0 meju-index check -d disk/index
	ids first -d disk/index quagga
	rm disk/filler
	keeps disk/index
	many 20 few >few.jsonl
	run 0 meju-index add -q -d disk/index few.jsonl
	run 0 meju-index check -d disk/index
else
	echo "skipped: no small disk can be made here"
fi
finish
