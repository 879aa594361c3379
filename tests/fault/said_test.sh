#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the programs say when the system refuses them something: each sentence
# comes up where the fault that it is about does.
. "$MEJU_SOURCE/tests/cli/cli.sh"

fault=$MEJU_BUILD/tests/meju-fault
[ -x "$fault" ] || {
	echo "skipped: meju-fault is not here"
	exit 77
}
# A sanitizer makes allocations of its own, so other points are drawn.
if grep -q '^MEJU_SANITIZE:[A-Z]*=.' "$MEJU_BUILD/CMakeCache.txt"; then
	echo "skipped: not with sanitizers"
	exit 77
fi
export SEED=2026 MEJU_FAULT_TALK=1
fast=/dev/shm
[ -w $fast ] || fast=$work

# part NAME: at many points; standard input has what is to be heard.
part() {
	run 0 env "TMPDIR=$fast" "$fault" "$1" 3000
	while read -r sentence; do
		grep -qE "meju-(index|query): (.*: )?$sentence(; skipped)?$" .out ||
			echo "$sentence"
	done >unheard
	[ ! -s unheard ] || fail "$1: not heard: $(cat unheard)"
}

failed='(Input/output error|No space left on device|Disk quota exceeded|Too many open files)'
part error <<END
cannot open index/.*\.seg: $failed
cannot look at index/.*\.seg: $failed
cannot map index/.*\.seg: Cannot allocate memory
cannot create index/.*\.new: $failed
cannot write index/.*\.new: $failed
cannot make index/manifest.new durable: $failed
cannot read index/manifest: $failed
cannot rename index/manifest.new to index/manifest: $failed
index/manifest is in place, but may not survive a power failure: cannot make the folder index durable: $failed
index/manifest is in place, but may not survive a power failure: cannot open the folder index: $failed
cannot make the folder copy: $failed
cannot open the lock index/lock: $failed
cannot lock index/lock: $failed
cannot write the lock index/lock: $failed
cannot make a temporary file in index: $failed
cannot read docs: $failed
cannot read docs/d.txt: $failed; skipped
cannot read docs/a.md: $failed
cannot read more.jsonl: $failed
the commit stands, but segments could not be merged: cannot open index/manifest: $failed
cannot vouch for index: input/output error
END
part memory <<END
out of memory
out of memory reading index/manifest
out of memory writing index/manifest.new
out of memory opening index
out of memory opening index/.*\.seg
out of memory reading docs
out of memory while indexing
out of memory deleting documents
cannot delete a document: out of memory
cannot delete documents: out of memory
cannot start indexing: out of memory
cannot write a segment: out of memory
indexing failed: out of memory
merging failed: out of memory
cannot compare: out of memory
cannot vouch for index: out of memory
END
finish
