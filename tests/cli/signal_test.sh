#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Signals leave an index as it was, or say that they came too late; the lock
# names who has it and outlives nobody.
. "$MEJU_SOURCE/tests/cli/cli.sh"

# begin COMMAND...: in the background, its process in $pid.  There a shell has
# SIGINT ignored.
begin() {
	env --default-signal=INT,HUP,TERM "$@" \
		<"$input" 3>&- >/dev/null 2>"$work/.begun" &
	pid=$!
}

# What this begins has the lock and reads on until descriptor 3 is closed.
begin_adding() {
	exec 3<>fifo
	input=fifo
	begin meju-index add -d i "$@" -
	input=/dev/null
	until_true grep -q "process $pid " i/lock
}

# ended STATUS: what was begun ends with it; then what it says can be asked for.
ended() {
	wait "$pid" 2>/dev/null && how=0 || how=$?
	mv .begun .err
	[ "$how" -eq "$1" ] || fail "status $how, not $1, after a signal"
}

until_true() {
	tries=0
	until "$@" || [ $((tries += 1)) -gt 1000 ]; do
		sleep 0.01
	done
}

files() {
	(cd "$1" && for name in * .[!.]*; do
		[ ! -e "$name" ] || echo "$name"
	done)
}

echo '{"id":"a","text":"first"}' >a.jsonl
run 0 meju-index -d i a.jsonl
files i >before
cp i/manifest manifest

# A writer that waits for its input holds the lock; it ends without a trace.
mkfifo fifo
input=/dev/null
for signal in TERM INT HUP; do
	begin_adding
	echo '{"id":"b","text":"second"}' >&3
	run 75 meju-index add -d i a.jsonl
	says "^meju-index: another writer \\(process $pid on .+\\) holds the lock i/lock$"
	kill -s "$signal" "$pid"
	case $signal in
	TERM) ended 143 ;;
	INT) ended 130 ;;
	HUP) ended 129 ;;
	esac
	says "^meju-index: stopped by SIG$signal; the index i is as it was$"
	exec 3>&-
	files i | cmp -s - before || fail "$signal leaves files behind"
	cmp -s manifest i/manifest || fail "$signal changes the index"
done

# What is ignored stays ignored, as nohup wants it.
trap '' HUP
exec 3<>fifo
meju-index add -q -d i - <fifo 3>&- 2>.begun &
pid=$!
trap - HUP
until_true grep -q "process $pid " i/lock
kill -s HUP "$pid"
echo '{"id":"b","text":"second"}' >&3
exec 3>&-
ended 0
ids 'b' -d i second

# One that is killed leaves its name and nothing that holds.
begin_adding
kill -s KILL "$pid"
ended 137
exec 3>&-
run 0 meju-index delete -q -d i b

# Who waits for the lock gets it, or says that it did not, or is stopped.
begin_adding
first=$pid
run 75 meju-index delete -d i --lock-timeout 1 a
says "another writer \\(process $first on "
run 2 meju-index add -d i --lock-timeout soon a.jsonl
begin meju-index delete -d i --lock-timeout 60 a
sleep 0.2
kill -s TERM "$pid"
ended 143
says 'stopped by SIGTERM'
begin meju-index delete -d i --lock-timeout 60 a
sleep 0.2
exec 3>&-
wait "$first" 2>/dev/null || fail "the first writer fails"
ended 0
says '^1 document removed; '
rm -r i

# At any moment: all of it or nothing, and it says which.
awk 'BEGIN {
	srand(1)
	for (i = 0; i < 4000; i++) {
		printf "{\"id\":\"d%d\",\"text\":\"", i
		for (k = 0; k < 100; k++)
			printf "w%d ", int(3000 * rand() * rand())
		print "\"}"
	}
}' >words.jsonl
for part in 1 2 3 4; do
	sed "s/\"d/\"$part-/" words.jsonl >part.jsonl
	run 0 meju-index add -q -d i --threads 1 part.jsonl
done

# interrupted STATE-BEFORE STATE-AFTER COMMAND...: at moments that spread over
# the time it takes.
interrupted() {
	before=$1
	after=$2
	shift 2
	for delay in 0 0.02 0.05 0.1 0.15 0.2 0.3 0.5; do
		rm -rf copy
		cp -R i copy
		begin "$@" -d copy
		sleep "$delay"
		kill -s TERM "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null && how=0 || how=$?
		run 0 meju-index stats -d copy
		case $how in
		143)
			# before it listens, it has not begun
			prints "$before"
			;;
		0) prints "$after" ;;
		*) fail "status $how: $*" ;;
		esac
		run 0 meju-index check -d copy
		[ -z "$(find copy -name 'new.*')" ] ||
			fail "temporary files: $*"
	done
}
interrupted 'segments +4' 'segments +1' meju-index merge -q --threads 2
sed 's/"d/"new-/' words.jsonl >more.jsonl
interrupted 'documents +16000' 'documents +20000' \
	meju-index add -q --threads 2 more.jsonl

# One that comes when all is done, but not yet said, for the terminal takes no
# more: it is said to have come too late.
mkfifo full
exec 4<>full
head -c 65536 /dev/zero >&4
run 0 meju-index stats -d i
cp .out was
env --default-signal=TERM meju-index add -d i --threads 1 more.jsonl \
	</dev/null 3>&- 2>&4 4>&- &
pid=$!
committed() {
	meju-index stats -d i | cmp -s - was && return 1
	return 0
}
until_true committed
sleep 0.1
kill -s TERM "$pid"
head -c 65536 <&4 >/dev/null
wait "$pid" && how=0 || how=$?
[ "$how" -eq 0 ] || fail "status $how after a commit"
echo end >&4
sed '/^end$/Q' <&4 >.err
mentions '^meju-index: SIGTERM came after the commit, which stands$'
exec 4>&-
run 0 meju-index check -d i

# A second signal does not wait.
begin_adding
kill -s TERM "$pid"
kill -s TERM "$pid" 2>/dev/null
ended 143
exec 3>&-

# Who reads no further ends meju-query quietly.
run 0 sh -c 'meju-query -n 16000 -d i w1 2>err | head -n 1'
[ ! -s err ] || fail "a closed pipe makes noise"
finish
