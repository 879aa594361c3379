#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The examples that are no pages: nginx in front of the server, the client in
# curl, the service; what is not here is left out, and that is said.
. "$MEJU_SOURCE/tests/cli/cli.sh"

examples=$MEJU_SOURCE/query/serve/examples
PATH=$PATH:/usr/sbin
if ! command -v meju-serve >/dev/null; then
	echo "skipped: meju-serve is not built"
	exit 77
fi

# until COMMAND...: it succeeds within five seconds.
until_ok() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		"$@" >/dev/null 2>&1 && return
		sleep 0.5
	done
	fail "it does not come to pass: $*"
}

over() {
	curl -sS --max-time 5 --unix-socket "$@"
}

run 0 meju-index -q -d index --site https://example.org "$MEJU_SOURCE/corpus"
meju-serve -d index --socket serve.sock --url https://search.example.org \
	--proxied --rate 20 >/dev/null 2>&1 &
pids=$!
trap 'kill $pids 2>/dev/null; rm -rf "$work"' EXIT
if ! command -v curl >/dev/null; then
	echo "skipped: curl is not here"
	exit 77
fi
until_ok over serve.sock http://search/healthz

if command -v jq >/dev/null; then
	echo "unix-socket = \"$work/serve.sock\"" >.curlrc
	run 0 env CURL_HOME="$work" sh "$examples/curl/search.sh" leaky gut
	prints '^[0-9]+ found$'
	prints 'https://example.org/gut/leaky-gut/'
	rm .curlrc
else
	echo "not tested: the client, for there is no jq"
fi

if command -v nginx >/dev/null; then
	sed -e "s|unix:/run/meju/serve.sock|unix:$work/serve.sock|" \
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
	nginx -p "$work" -c nginx.conf >/dev/null 2>&1 &
	pids="$pids $!"
	until_ok over nginx.sock http://search.example.org/healthz
	search=http://search.example.org/search?q=rosacea
	run 0 over nginx.sock -i -H 'Accept: application/json' "$search"
	prints '^HTTP/1.1 200'
	prints '"query":"rosacea"'
	etag=$(sed -n 's/^ETag: //ip' .out | tr -d '\r')
	run 0 over nginx.sock -i -H 'Accept: application/json' \
		-H "If-None-Match: $etag" "$search"
	prints '^HTTP/1.1 304'
	run 0 over nginx.sock -i -H 'Accept: text/html' "$search"
	prints '<!doctype html>'
	run 0 over nginx.sock -i -d x "$search"
	prints '^HTTP/1.1 4'
	run 0 over nginx.sock -o /dev/null -w '%{http_code}' \
		http://search.example.org/metrics
	prints '^(403|200)$'
else
	echo "not tested: nginx, which is not here"
fi

if command -v systemd-analyze >/dev/null; then
	run 0 systemd-analyze security --offline=true --threshold=15 \
		"$examples/systemd/meju-serve.service"
	! command -v systemd-socket-activate >/dev/null || {
		systemd-socket-activate -l "$work/activated.sock" \
			meju-serve -d "$work/index" >/dev/null 2>&1 &
		pids="$pids $!"
		until_ok over activated.sock http://search/healthz
	}
else
	echo "not tested: the service, for there is no systemd-analyze"
fi
finish
