#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
set -eu

command -v python3 >/dev/null || {
	echo "skipped: python3 is not here"
	exit 77
}
python3 tests/messages.py
