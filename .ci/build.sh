# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
#
# build.sh - from a bare machine to built programs, for scripts to source:
#
#	root=...        where the sources are
#	packages $BUILD_PACKAGES
#	build build/plain -DMEJU_TESTS=OFF
#
# They say in a line what they do and keep the noise in a log, which is shown
# when they fail; then they exit.

# What Debian calls the things of README's table of dependencies.
BUILD_PACKAGES="cmake ninja-build gcc g++ pkg-config libxapian-dev
	libstemmer-dev libutf8proc-dev libcmark-dev libgumbo-dev libyaml-dev
	libtomlplusplus-dev libsimdjson-dev libzstd-dev libxxhash-dev
	libncurses-dev libh2o-evloop-dev libssl-dev"
TEST_PACKAGES="clang libclang-rt-14-dev libcmocka-dev unicode-data
	libunistring-dev xapian-tools zstd clang-format scdoc
	mandoc zsh fish tmux jq python3-jsonschema vim valgrind doxygen
	uuid-dev zlib1g-dev"
# For packages.
PACKAGE_PACKAGES="dpkg-dev lintian scdoc"
# For the search box and the sites that have it.
SITE_PACKAGES="chromium hugo jekyll curl"
# To compile for another processor, and to run that here.
NEON_PACKAGES="gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user
	libcmocka-dev:arm64 libxxhash-dev:arm64"

# The same as pkg-config knows them, for systems without apt-get.
MODULES="xapian-core libcmark libutf8proc gumbo yaml-0.1 simdjson libzstd
	libxxhash ncursesw"

die() {
	echo "$*" >&2
	exit 2
}

# quietly LOG COMMAND...: run it, show the log only if it fails.
quietly() {
	log=$1
	shift
	mkdir -p "$(dirname "$log")"
	"$@" >"$log" 2>&1 </dev/null && return
	grep -v '^\[' "$log" | tail -n 60 >&2
	die "failed: $* (all of it: $log)"
}

# A name without an architecture means this machine's, whichever others there
# are.
missing_packages() {
	own=$(dpkg --print-architecture)
	for package; do
		case $package in
		*:*) arch=${package#*:} ;;
		*) arch=$own ;;
		esac
		# shellcheck disable=SC2016 # dpkg's variables
		dpkg-query -W -f '${db:Status-Status} ${Architecture}\n' \
			"$package" 2>/dev/null |
			grep -qxE "installed ($arch|all)" || echo "$package"
	done
}

as_root() {
	if [ "$(id -u)" -ne 0 ]; then
		set -- sudo "$@"
	fi
	"$@"
}

apt_get() {
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq "$@"
}

install_packages() {
	case $* in
	*:arm64*) as_root dpkg --add-architecture arm64 ;;
	esac
	apt_get update
	# shellcheck disable=SC2046 # names have no spaces
	# Debian 13 has no h2o, without which there is no meju-serve.
	apt-cache show libh2o-evloop-dev >/dev/null 2>&1 ||
		set -- $(echo "$@" | sed 's/libh2o-evloop-dev//')
	apt_get install -y --no-install-recommends "$@"
}

# packages NAME...: install those that are missing, where that is possible.
packages() {
	if command -v apt-get >/dev/null; then
		# shellcheck disable=SC2046 # names have no spaces
		set -- $(missing_packages "$@")
		[ $# -gt 0 ] || return 0
		if [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; then
			echo "installing $*"
			quietly "$root/build/packages.log" install_packages "$@"
			return
		fi
	fi
	# shellcheck disable=SC2086 # names have no spaces
	if pkg-config --exists $MODULES; then
		echo "going on without the packages" "$@"
	else
		die "please install what Debian calls" "$@"
	fi
}

# build DIR [OPTION...]: configure and build below the root.
build() {
	dir=$root/$1
	shift
	if [ ! -e "$dir/CMakeCache.txt" ] && command -v ninja >/dev/null; then
		set -- -G Ninja "$@"
	fi
	echo "building ${dir#"$root/"}"
	quietly "$dir/configure.log" cmake -S "$root" -B "$dir" "$@"
	quietly "$dir/build.log" cmake --build "$dir" \
		--parallel "$(getconf _NPROCESSORS_ONLN)"
}
