#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# promote.sh - make an index of what replicate.sh has brought, when the machine
# that wrote it is lost.
#
#	sh promote.sh FOLDER INDEX
#
# Stop replicate.sh first.  Nothing is copied: folders move from FOLDER to INDEX,
# on the same file system, and links take their places there, by which servers
# go on.
set -eu
folder=$1 index=$2
shards=$(find "$folder" -name 'replica-*' | wc -l)
mkdir "$index"
there=$(cd "$index" && pwd)
number=0
while [ "$number" -lt "$shards" ]; do
	replica=$folder/replica-$number
	# Which of its folders counts, the replica says in a line.
	live=$(sed -n 's/^auto //p' "$replica/XAPIANDB")
	shard=shard-$number-of-$shards
	mv "$replica/$live" "$index/$shard"
	ln -s "$there/$shard" "$replica/$live"
	number=$((number + 1))
done
cp -p "$folder"/kept/* "$index"
