#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# servers.sh - a server for each shard of an index, until told to end.
#
#	sh servers.sh INDEX PORT [ADDRESS]
#
# Shard 0 is served at PORT, shard 1 at the next one, and so on.  What
# meju-query and meju-serve are to be given is printed.  Servers ask nobody who
# they are: ADDRESS, 127.0.0.1 unless said, must be one that strangers do not
# reach.
set -eu
index=$1 first=$2 address=${3:-127.0.0.1}
pids=
# shellcheck disable=SC2086 # numbers
trap '[ -z "$pids" ] || kill $pids 2>/dev/null' EXIT
trap 'exit 0' INT TERM

for shard in "$index"/shard-*; do
	number=${shard##*/shard-}
	port=$((first + ${number%%-*}))
	# Being told to end, a server tells all of its process group: it gets
	# one of its own.  Who is silent for an hour is hung up on; who takes
	# in nothing of an answer, after 15 seconds.
	setsid xapian-tcpsrv --quiet --interface "$address" --port "$port" \
		--idle-timeout 3600000 --active-timeout 15000 "$shard" &
	pids="$pids $!"
	echo "-d $address:$port"
done
wait
