#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
. "$MEJU_SOURCE/tests/cli/cli.sh"

[ -x "$MEJU_BUILD/meju-serve" ] && command -v python3 >/dev/null || {
	echo "skipped: meju-serve or python3 is not here"
	exit 77
}
python3 "$MEJU_SOURCE/tests/serve/trouble.py" || bad=1
finish
