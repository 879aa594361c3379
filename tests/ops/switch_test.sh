#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# One shard more, and an index made anew: those who ask notice nothing.
. "$MEJU_SOURCE/tests/ops/ops.sh"
need xapian-tcpsrv curl setsid meju-serve nginx

cp -R "$MEJU_SOURCE/corpus" docs
run 0 meju-index -q -d two --engine xapian --shards 2 docs
port=$(free_ports 8)

# bring INDEX PORT: its servers, and a meju-serve that asks them.
bring() {
	start "servers-$1" sh "$shards/servers.sh" "$1" "$2"
	last=$(find "$1" -name 'shard-*' | wc -l)
	i=0
	while [ "$i" -lt "$last" ]; do
		until_ok meju-query -d "127.0.0.1:$(($2 + i))" gut
		i=$((i + 1))
	done
	# shellcheck disable=SC2046 # words
	start "serve-$1" meju-serve --deadline 10000 --socket "$work/$1.sock" --proxied \
		$(cat "servers-$1.log")
	until_ok ask "$1.sock" /healthz
}

bring two "$port"
echo "server unix:$work/two.sock;" >upstream
sed -e "s|server unix:/run/meju/serve.sock;|include $work/upstream;|" \
	-e "s|listen 80;|listen unix:$work/nginx.sock;|" \
	"$examples/nginx/meju.conf" >meju.conf
cat >nginx.conf <<END
daemon off; error_log $work/error.log; pid $work/nginx.pid;
events {}
http {
	access_log off;
	client_body_temp_path $work/body; proxy_temp_path $work/proxy;
	fastcgi_temp_path $work/fastcgi; uwsgi_temp_path $work/uwsgi;
	scgi_temp_path $work/scgi;
	include $work/meju.conf;
}
END
[ "$(id -u)" -ne 0 ] || sed -i "1i user root;" nginx.conf
start nginx nginx -p "$work" -c nginx.conf
until_ok ask nginx.sock /healthz
hammer growing nginx.sock
hammer growing2 nginx.sock

# An article comes while the shards are made; a sync brings it.
run 0 meju-index -q convert -d two three --shards 3
article docs/new.md New "An aquagenic itch, of rosacea."
run 0 meju-index -q -d two docs
run 0 meju-index -d three docs
says '^1 document indexed, 7. files unchanged, '
bring three $((port + 2))

# Not to one that has less, or is not there.
reload="nginx -p $work -c nginx.conf -s reload"
# shellcheck disable=SC2086
run 1 sh "$shards/switch.sh" upstream "$work/three.sock" 100 $reload
says 'has 79 documents; not switched'
# shellcheck disable=SC2086
run 1 sh "$shards/switch.sh" upstream "$work/none.sock" 1 $reload
grep -q two.sock upstream || fail "it is switched"

# shellcheck disable=SC2086
run 0 sh "$shards/switch.sh" upstream "$work/three.sock" 79 $reload
sleep 1
stop serve-two
stop servers-two
rm -R two
until_ok has nginx.sock 1 aquagenic

# The same with one that is made from the sources.
run 0 meju-index -q -d fresh --engine xapian --shards 3 docs
bring fresh $((port + 5))
# shellcheck disable=SC2086
run 0 sh "$shards/switch.sh" upstream "$work/fresh.sock" 79 $reload
sleep 1
stop serve-three
stop servers-three
until_ok has nginx.sock 1 aquagenic
hammered growing
hammered growing2
finish
