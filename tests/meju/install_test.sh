#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What is installed can be used: the tutorial of MEJU.md by pkg-config, with the
# shared library and the static one, and by find_package(); C++; Python.
set -eu

setting() {
	sed -n "s/^$1:[A-Z]*=//p" "$MEJU_BUILD/CMakeCache.txt"
}

[ -z "$(setting MEJU_SANITIZE)" ] || {
	echo "skipped: sanitizers are not for what is installed"
	exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
bad=0

# finds WHAT PROGRAM...: it runs, and its first line is that.
finds() {
	want=$1
	shift
	if ! "$@" >out 2>err || [ "$(head -n 1 out)" != "$want" ]; then
		echo "FAILED: $*"
		head -n 3 out err
		bad=1
	fi
}

# searches NAME: so does the tutorial, built as ./NAME.
searches() {
	rm -rf tutorial.meju
	finds 'Rosacea triggers, from red wine to radiators' \
		"./$1" "$MEJU_SOURCE/corpus" 'rosacea triggers'
}

for component in library development; do
	cmake --install "$MEJU_BUILD" --prefix "$work/first" \
		--component $component >log
done
# It may be moved.
mv first prefix
PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name meju.pc)")
LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")
export PKG_CONFIG_PATH LD_LIBRARY_PATH
CC=$(setting CMAKE_C_COMPILER)
CXX=$(setting CMAKE_CXX_COMPILER)
strict='-Wall -Wextra -Wpedantic -Werror'

awk '/^```$/ { on = 0 } on; /^```c$/ { on = 1 }' \
	"$MEJU_SOURCE/common/MEJU.md" >tutorial.c
[ "$(wc -l <tutorial.c)" -le 40 ] || bad=1

# shellcheck disable=SC2046,SC2086 # words
"$CC" -std=c11 $strict tutorial.c $(pkg-config --cflags --libs meju) -o shared
searches shared
readelf -d shared | grep -qF '[libmeju.so.0]' || bad=1

# shellcheck disable=SC2046,SC2086
"$CC" -std=c11 $strict tutorial.c $(pkg-config --static --cflags --libs meju |
	sed 's/-lmeju/-l:libmeju.a/') -o archived
searches archived
! readelf -d archived | grep -qF libmeju || bad=1

# shellcheck disable=SC2046,SC2086
if "$CC" -static tutorial.c $(pkg-config --static --cflags --libs meju) \
	-o static 2>log; then
	searches static
else
	echo "not all libraries are here as archives:"
	grep -m 3 'cannot find' log || bad=1
fi

mkdir project
cp tutorial.c project
cat >project/CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.22)
project(tutorial C CXX)
find_package(meju 0.1 REQUIRED)
add_executable(by_shared tutorial.c)
target_link_libraries(by_shared meju::meju)
add_executable(by_static tutorial.c)
target_link_libraries(by_static meju::meju_static)
END
generator=$(sed -n 's/^CMAKE_GENERATOR:INTERNAL=//p' \
	"$MEJU_BUILD/CMakeCache.txt")
cmake -S project -B by -G "$generator" -DCMAKE_PREFIX_PATH="$work/prefix" \
	-DCMAKE_C_COMPILER="$CC" -DCMAKE_CXX_COMPILER="$CXX" >log
cmake --build by >log
searches by/by_shared
searches by/by_static

# shellcheck disable=SC2046,SC2086
"$CXX" -std=c++17 $strict "$MEJU_SOURCE/tests/meju/program.cc" \
	$(pkg-config --cflags --libs meju) -o program
finds Beer ./program program.meju

finds "$(pkg-config --modversion meju) Wine" python3 \
	"$MEJU_SOURCE/tests/meju/program.py" "$LD_LIBRARY_PATH/libmeju.so" \
	python.meju
exit $bad
