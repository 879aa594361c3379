#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Servers of shards: searched as one index, by both programs; gone and back.
. "$MEJU_SOURCE/tests/ops/ops.sh"
need xapian-tcpsrv curl setsid meju-serve

cp -R "$MEJU_SOURCE/corpus" docs
article docs/one.md One "An aquagenic itch, of rosacea."
run 0 meju-index -q -d index --engine xapian --shards 3 docs
port=$(free_ports 3)
start servers sh "$shards/servers.sh" index "$port"
until_ok grep -q -- "-d 127.0.0.1:$((port + 2))" servers.log
all=$(tr '\n' ' ' <servers.log)

# What each of them serves is one shard of three, by number.
for k in 0 1 2; do
	# shellcheck disable=SC2086 # words
	until_ok meju-query -n 100 --format ids -d "127.0.0.1:$((port + k))" gut
	meju-query -n 100 --format ids -d index/shard-$k-of-3 gut | sort >here
	meju-query -n 100 --format ids -d "127.0.0.1:$((port + k))" gut |
		sort >there
	cmp here there || fail "shard $k is another one"
done
# shellcheck disable=SC2086
meju-query --format ids -n 100 $all leaky gut >there
meju-query --format ids -n 100 -d index leaky gut >here
[ -s here ] || fail "nothing is found"
cmp here there || fail "servers find what the index does not"

# Strangers do not reach them: only this address is listened at.
awk -v port="$(printf %04X "$port")" '$4 == "0A" && $2 ~ ":" port "$" {
	print $2 }' /proc/net/tcp >listening
[ "$(cat listening)" = "0100007F:$(printf %04X "$port")" ] ||
	fail "listening: $(cat listening)"

# shellcheck disable=SC2086
start serve meju-serve --deadline 10000 --socket serve.sock $all
until_ok ask serve.sock /healthz
until_ok has serve.sock 1 aquagenic

# One is gone, which the answer says; it is back, without a word to the others.
kill "$(pgrep -f "server.sh $((port + 1)) ")"
sleep 0.2
run 0 ask serve.sock '/search?q=rosacea'
prints '"partial":true'
prints "127.0.0.1:$((port + 1))"
start one sh "$shards/server.sh" $((port + 1)) index/shard-1-of-3
until_ok has serve.sock 1 aquagenic
stop one

stop servers
run 0 ask serve.sock '/search?q=aquagenic'
prints '"status":500'
start servers sh "$shards/servers.sh" index "$port"
until_ok has serve.sock 1 aquagenic

if command -v systemd-analyze >/dev/null; then
	for unit in meju-shard@ meju-replicate meju-replicate-server; do
		run 0 systemd-analyze security --offline=true --threshold=20 \
			"$shards/$unit.service"
	done
else
	echo "not tested: the units, for there is no systemd-analyze"
fi
finish
