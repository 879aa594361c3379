#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# switch.sh - let nginx ask another meju-serve from now on.
#
#	sh switch.sh FILE SOCKET DOCUMENTS COMMAND...
#
# FILE is what the upstream of meju.conf includes; COMMAND makes nginx read it,
# such as `systemctl reload nginx`, after which requests under way still end
# where they began.  Nothing is changed unless the server at SOCKET answers, and
# from at least so many DOCUMENTS.
set -eu
file=$1 socket=$2 wanted=$3
shift 3
there=$(curl -sS --fail --max-time 10 --unix-socket "$socket" \
	http://search/healthz | sed -n 's/.*"documents":\([0-9]*\).*/\1/p')
if [ "${there:-0}" -lt "$wanted" ]; then
	echo "switch.sh: $socket has ${there:-no} documents; not switched" >&2
	exit 1
fi
echo "server unix:$socket;" >"$file.new"
mv "$file.new" "$file"
"$@"
