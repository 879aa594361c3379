#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# promote.sh - make an index of what replicate.sh has brought, when the machine
# that wrote it is lost.
#
#	sh promote.sh FOLDER INDEX
#
# Stop replicate.sh first, for good.  Nothing is copied or moved, so that servers
# go on: the shards of INDEX are links to the folders of the replicas.
set -eu
folder=$1 index=$2
shards=$(find "$folder" -name 'replica-*' | wc -l)
mkdir "$index"
folder=$(cd "$folder" && pwd)
number=0
while [ "$number" -lt "$shards" ]; do
	replica=$folder/replica-$number
	# Which of its folders counts, the replica says in a line.
	live=$(sed -n 's/^auto //p' "$replica/XAPIANDB")
	ln -s "$replica/$live" "$index/shard-$number-of-$shards"
	number=$((number + 1))
done
cp -p "$folder"/kept/* "$index"
