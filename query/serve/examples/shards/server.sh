#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# server.sh - a server of one shard, or of a replica, until told to end.
#
#	sh server.sh PORT FOLDER [ADDRESS]
#
# Told by SIGHUP, it serves what FOLDER leads to now: those who are connected are
# not hung up on before a new server listens, and call that one at once.
# Servers ask nobody who they are: ADDRESS, 127.0.0.1 unless said, must be one
# that strangers do not reach.
set -eu
port=$1 folder=$2 address=${3:-127.0.0.1}

# Being told to end, a server tells all of its process group: it gets one of its
# own.  Who is silent for an hour is hung up on; who takes in nothing of an
# answer, after 15 seconds.
begin() {
	setsid xapian-tcpsrv --quiet --interface "$address" --port "$port" \
		--idle-timeout 3600000 --active-timeout 15000 "$folder" &
	server=$!
}

# Killed, a server takes none of its children along, who serve those who are
# connected.
hand_over() {
	old=$server
	kill -KILL "$old"
	wait "$old" 2>/dev/null || true
	begin
	sleep 1
	kill -s TERM -- "-$old" 2>/dev/null || true
}

trap 'kill "$server" 2>/dev/null || true; exit 0' INT TERM
trap 'asked=1' HUP
begin
while :; do
	asked=0 status=0
	wait "$server" || status=$?
	[ "$asked" -eq 1 ] || exit "$status"
	hand_over
done
