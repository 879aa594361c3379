#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# servers.sh - a server for each shard of an index, until told to end.
#
#	sh servers.sh INDEX PORT [ADDRESS]
#
# Shard 0 is served at PORT, shard 1 at the next one, and so on; see server.sh.
# What meju-query and meju-serve are to be given is printed.
set -eu
index=$1 first=$2 address=${3:-127.0.0.1}
here=$(dirname "$0")
pids=
# shellcheck disable=SC2086 # numbers
trap '[ -z "$pids" ] || kill $pids 2>/dev/null' EXIT
trap 'exit 0' INT TERM

for shard in "$index"/shard-*; do
	number=${shard##*/shard-}
	port=$((first + ${number%%-*}))
	sh "$here/server.sh" "$port" "$shard" "$address" &
	pids="$pids $!"
	echo "-d $address:$port"
done
wait
