#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The packages: .ci/package builds them, lintian finds no fault, and what must
# be in them is.
set -eu

if grep -q '^MEJU_SANITIZE:[^=]*=.' "$MEJU_BUILD/CMakeCache.txt"; then
	echo "skipped: packages are of the plain build"
	exit 77
fi
for tool in dpkg-shlibdeps lintian scdoc; do
	command -v "$tool" >/dev/null || {
		echo "skipped: $tool is not here"
		exit 77
	}
done
root=$MEJU_SOURCE
sh "$root/.ci/package"

bad=0
# holds PACKAGE, then on standard input what is in it, a path a line.
holds() {
	dpkg-deb -c "$root/build/package/$1"_*.deb |
		sed 's/ -> .*//; s/.* \.//' >"$root/build/package/$1.files"
	while read -r path; do
		grep -qxF "$path" "$root/build/package/$1.files" || {
			echo "$1 lacks $path"
			bad=1
		}
	done
}

programs="index query"
[ ! -e "$MEJU_BUILD/meju-serve" ] || programs="$programs serve"
for program in $programs; do
	cat <<END
/usr/bin/meju-$program
/usr/share/man/man1/meju-$program.1.gz
/usr/share/bash-completion/completions/meju-$program.bash
/usr/share/zsh/vendor-completions/_meju-$program
/usr/share/fish/vendor_completions.d/meju-$program.fish
END
done >"$root/build/package/expected"
cat >>"$root/build/package/expected" <<END
/usr/share/man/man5/meju-format.5.gz
/usr/share/man/man7/meju-query-language.7.gz
/usr/share/doc/meju/README.Debian
/usr/share/doc/meju/changelog.Debian.gz
/usr/share/doc/meju/changelog.gz
/usr/share/doc/meju/copyright
/usr/share/doc/meju/examples/shards/server.sh
END
[ "$programs" = "index query" ] || cat >>"$root/build/package/expected" <<END
/usr/lib/systemd/system/meju-serve.service
/usr/lib/systemd/system/meju-serve.socket
END
holds meju <"$root/build/package/expected"

soname=$(objdump -p "$root/build/package/libmeju.so" |
	sed -n 's/^ *SONAME *//p')
library=/usr/lib/$(dpkg-architecture -q DEB_HOST_MULTIARCH)
holds "libmeju${soname##*.}" <<END
$library/$soname
/usr/share/doc/libmeju${soname##*.}/copyright
END
holds libmeju-dev <<END
/usr/include/meju.h
/usr/share/man/man3/meju.3.gz
/usr/share/doc/libmeju-dev/MEJU.md
$library/libmeju.a
$library/libmeju.so
$library/pkgconfig/meju.pc
$library/cmake/meju/mejuConfig.cmake
END

# Nothing but what Debian has, and nothing of the folder it was built in.
depends=$(dpkg-deb -f "$root"/build/package/meju_*.deb Depends)
case $depends in
*libxapian30*) ;;
*) echo "meju does not depend on Xapian: $depends" && bad=1 ;;
esac
for program in $programs; do
	file=$root/build/package/meju-$program
	if objdump -p "$file" | grep -E 'RPATH|RUNPATH'; then
		echo "$file has a path for libraries" && bad=1
	fi
done
exit $bad
