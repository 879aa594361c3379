#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Some random queries go the whole way, and none fails; bench_sweep asks as many
# as one likes of any index.
. "$MEJU_SOURCE/tests/cli/cli.sh"

run 0 meju-index -q -d i "$MEJU_SOURCE/corpus"
for kind in bytes tokens; do
	run 0 env MS=5000 "$MEJU_BUILD/bench/bench_sweep" i $kind 200 2026
	prints '^sweep	most	'
done
printf 'gut health\n"open (\n\n-\n' >queries
run 0 "$MEJU_BUILD/bench/bench_sweep" i queries
prints '^sweep	queries	4	queries'
run 2 "$MEJU_BUILD/bench/bench_sweep" nowhere bytes
says '^bench_sweep: '
finish
