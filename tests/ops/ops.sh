# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh
#
# ops.sh - what the tests of the examples for shards share, beside cli.sh.
#
#	need curl xapian-tcpsrv     or the test is skipped
#	port=$(free_ports 4)        the first of so many that nobody listens at
#	start NAME COMMAND...       in the background, in a group of its own
#	stop NAME                   what start began, and its children
#	until_ok COMMAND...         it succeeds within ten seconds
#	ask SOCKET PATH             what a meju-serve answers
#	hammer NAME SOCKET          asks without a pause until `hammered NAME`

. "$MEJU_SOURCE/tests/cli/cli.sh"
examples=$MEJU_SOURCE/query/serve/examples
export shards="$examples/shards"
PATH=$PATH:/usr/sbin
mkdir .pids
trap 'stop_all; chmod -R u+rwX "$work"; rm -rf "$work"' EXIT

need() {
	for tool in "$@"; do
		command -v "$tool" >/dev/null || {
			echo "skipped: $tool is not here"
			exit 77
		}
	done
}

# Below those that the system gives to clients.
free_ports() {
	taken=" $(awk 'NR > 1 { sub(/.*:/, "", $2); print $2 }' /proc/net/tcp |
		tr '\n' ' ') "
	first=$((12000 + $$ * 16 % 20000))
	while :; do
		free=1 i=0
		while [ "$i" -lt "$1" ]; do
			case $taken in *" $(printf %04X $((first + i))) "*) free=0 ;; esac
			i=$((i + 1))
		done
		[ "$free" -eq 0 ] || break
		first=$((12000 + (first + 16) % 20000))
	done
	echo "$first"
}

start() {
	name=$1
	shift
	setsid "$@" >"$work/$name.log" 2>&1 &
	echo $! >"$work/.pids/$name"
}

stop() {
	pid=$(cat "$work/.pids/$1")
	kill "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	rm -f "$work/.pids/$1"
}

stop_all() {
	for file in "$work"/.pids/*; do
		[ ! -e "$file" ] || stop "${file##*/}"
	done
}

until_ok() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		"$@" >/dev/null 2>&1 && return
		sleep 0.5
	done
	fail "it does not come to pass: $*"
}

ask() {
	curl -sS --max-time 20 --unix-socket "$1" \
		-H 'Accept: application/json' "http://search.example.org$2"
}

# has SOCKET NUMBER WORD: so many documents have the word, and all shards
# answered.
has() {
	ask "$1" "/search?match=all&q=$3" >"$work/.has" &&
		grep -q "\"total\":$2,.*" "$work/.has" &&
		grep -q '"partial":false' "$work/.has"
}

hammer() {
	asked=0 wrong=0
	(
		while [ ! -e "$work/.stop.$1" ]; do
			asked=$((asked + 1))
			ask "$2" "/search?limit=1&q=rosacea+$asked" >"$work/.$1" 2>&1
			grep -q '"partial":false' "$work/.$1" || {
				wrong=$((wrong + 1))
				grep -o '"warnings":[^]]*\|.*"status".*' "$work/.$1"
			}
		done
		echo "asked $asked, wrong $wrong"
	) >"$work/$1.asked" 2>&1 &
	echo $! >"$work/.hammer.$1"
}

# Not one went wrong.
hammered() {
	touch "$work/.stop.$1"
	wait "$(cat "$work/.hammer.$1")"
	grep -qE 'asked [1-9][0-9]*, wrong 0$' "$work/$1.asked" ||
		fail "$(tail -n 3 "$work/$1.asked"; cat "$work"/serve*.log)"
	tail -n 1 "$work/$1.asked"
}
