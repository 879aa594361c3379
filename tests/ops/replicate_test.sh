#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Replicas follow the writer under those who read them, and become the index
# when it is lost.
. "$MEJU_SOURCE/tests/ops/ops.sh"
need xapian-tcpsrv xapian-replicate xapian-replicate-server curl setsid \
	meju-serve

cp -R "$MEJU_SOURCE/corpus" docs
export XAPIAN_MAX_CHANGESETS=8
run 0 meju-index -q -d index --engine xapian --shards 2 docs
port=$(free_ports 3)
start changes xapian-replicate-server --interface=127.0.0.1 \
	--port=$((port + 2)) index

# replicate [COMMAND...]: once.
# shellcheck disable=SC2317 # until_ok calls it, too
replicate() {
	ROUNDS=1 COPY="cp -p" sh "$shards/replicate.sh" 127.0.0.1 $((port + 2)) \
		"$work/index" 2 replicas "$@"
}

# serve K: what the link leads to, at the shard's port.
serve() {
	start "server-$1" sh "$shards/server.sh" $((port + $1)) "served/$1"
}

until_ok replicate
mkdir served
for k in 0 1; do
	ln -s "../replicas/replica-$k" "served/$k"
	serve $k
	until_ok meju-query -d "127.0.0.1:$((port + k))" gut
done
start serve meju-serve --deadline 10000 --socket serve.sock \
	-d "127.0.0.1:$port" -d 127.0.0.1:$((port + 1))
until_ok ask serve.sock /healthz

# What has changed comes alone, and those who read see it by themselves.
hammer changing serve.sock
for n in 1 2 3 4 5 6 7 8; do
	article "docs/new$n.md" "New $n" "An aquagenic itch, of rosacea."
done
run 0 meju-index -q -d index docs
run 0 replicate echo
[ ! -s .out ] || fail "a replica came whole"
until_ok has serve.sock 8 aquagenic
hammered changing

# Without a list of changes all comes again, into another folder, and a server
# keeps the old one open until it is told.
for n in 1 2 3 4 5 6 7 8; do
	article "docs/newer$n.md" "Newer $n" "A cholinergic itch."
done
run 0 env XAPIAN_MAX_CHANGESETS= meju-index -q -d index docs
rm -f index/shard-*/changes*
run 0 replicate echo
prints '^0$'
prints '^1$'
sleep 1
run 0 ask serve.sock '/search?match=all&q=cholinergic+itch'
prints '"total":0,'
hammer handing serve.sock
for k in 0 1; do
	kill -HUP "$(cat .pids/server-$k)"
done
until_ok has serve.sock 8 cholinergic
sleep 1
hammered handing

# The writer is lost: the replicas are the index, and those who read it see what
# is written to it.
cp -R replicas/kept earlier
article docs/last.md Last "A dermographic itch."
run 0 meju-index -q -d index docs
run 0 replicate
stop changes
rm -R index
hammer promoting serve.sock
run 0 sh "$shards/promote.sh" replicas index
run 0 meju-index check -d index
run 0 meju-index -d index docs
says '^89 files unchanged, '
article docs/first.md First "A solar itch."
run 0 meju-index -q -d index docs
until_ok has serve.sock 1 dermographic
until_ok has serve.sock 1 solar
hammered promoting

# With a manifest of an earlier commit every file is read again.
rm index/manifest* index/*.sources
cp earlier/* index
run 0 meju-index -d index docs
mentions 'was interrupted between its shards; every file is read again'
mentions '^9[0-9] documents indexed, 9[0-9] old ones removed'
run 0 meju-index check -d index
run 0 meju-index convert -q -d index after --shards 2
run 0 meju-index merge -q -d index
run 0 meju-index check -d index

# At leisure, servers turn from the replicas to the index.
for k in 0 1; do
	ln -sfn "../index/shard-$k-of-2" "served/$k"
	kill -HUP "$(cat .pids/server-$k)"
done
until_ok has serve.sock 1 solar
finish
