#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Some test of this folder calls each function that C can see.
set -eu

bad=0
# shellcheck disable=SC2013 # names are words
for name in $(sed '/^ \*/d' common/xapian/xap.h common/xapian/xap_[!at]*.h |
	grep -o 'xap_[a-z_]*(' | sort -u); do
	grep -qF "$name" tests/common/xapian/*_test.c || {
		echo "no test calls $name)"
		bad=1
	}
done
exit $bad
