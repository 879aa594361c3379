# SPDX-License-Identifier: GPL-3.0-or-later
# Makes comments of a header into those that Doxygen reads: the first is of the
# file, one behind code is of that, any other of what follows.  A blank line
# ends what a comment is of.
/^\/\* SPDX/ {
	print ""
	next
}
/^\/\*$/ && !file {
	file = 1
	print "/** @file"
	next
}
/^ \* [a-z_]+\.h - / && file == 1 {
	file = 2
	sub(/[a-z_]+\.h - /, "")
}
{
	if (!sub(/^[\t]*\/\*/, "&*"))
		sub(/\/\* /, "/**< ")
	print
}
