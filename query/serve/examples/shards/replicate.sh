#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# replicate.sh - keep a copy of an index of shards that is on another machine.
#
#	sh replicate.sh HOST PORT FROM SHARDS FOLDER [COMMAND...]
#
# At HOST and PORT a xapian-replicate-server serves the index's folder, and FROM
# is what scp calls that folder, such as writer:/var/lib/meju/index.  In FOLDER
# there will be replica-0, replica-1 and so on, and in `kept` the manifest and
# the lists of sources, which promote.sh makes an index of.  COMMAND K is run
# when replica-K has become another folder, for a server keeps the old one open
# until server.sh is told by SIGHUP.  ROUNDS (no end) and PAUSE (10 seconds) may be
# set, and COPY, what copies files (scp -pq).
set -eu
host=$1 port=$2 from=$3 shards=$4 folder=$5
shift 5
rounds=${ROUNDS:--1}
mkdir -p "$folder"

# What a sync must know, at one commit: a manifest that has stayed the same
# while what it names was copied.
copy() {
	rm -rf "$folder/new"
	mkdir "$folder/new"
	for file in manifest.copy '*.sources' manifest; do
		# shellcheck disable=SC2086 # a command and its options
		${COPY:-scp -pq} $from/$file "$folder/new" || return
	done
	cmp -s "$folder/new/manifest" "$folder/new/manifest.copy"
}

follow() {
	number=$1
	shift
	replica=$folder/replica-$number
	before=$(cat "$replica/XAPIANDB" 2>/dev/null || true)
	xapian-replicate --host="$host" --port="$port" --one-shot --quiet \
		--timeout=60 --reader-time=2 \
		--master="shard-$number-of-$shards" "$replica" || return
	[ "$before" = "$(cat "$replica/XAPIANDB")" ] || [ $# -eq 0 ] ||
		"$@" "$number"
}

# The manifest before the shards, and kept only once they are here: so it is
# never ahead of them, which no sync could make good.
round() {
	copy || return
	number=0
	while [ "$number" -lt "$shards" ]; do
		follow "$number" "$@" || return
		number=$((number + 1))
	done
	rm -rf "$folder/kept"
	mv "$folder/new" "$folder/kept"
}

while :; do
	status=0
	round "$@" || status=$?
	[ "$status" -eq 0 ] ||
		echo "replicate.sh: not all of $from has come" >&2
	rounds=$((rounds - 1))
	[ "$rounds" -ne 0 ] || exit "$status"
	sleep "${PAUSE:-10}"
done
