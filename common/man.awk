# SPDX-License-Identifier: GPL-3.0-or-later
# Leaves out of what scdoc writes the paragraphs that are none, which mandoc
# warns of: behind a heading or another, before a heading, at the end.  One at
# the end of an indented part comes behind it.  The first line tells man that
# there may be tables, which that of Debian 13 else leaves out.
BEGIN {
	print "'\\\" t"
}
/^\.P$/ {
	paragraph = !heading
	next
}
paragraph && !/^\.(SH|SS|RE)/ {
	print ".P"
	paragraph = 0
}
{
	heading = /^\.(SH|SS|TH)/
	if (heading)
		paragraph = 0
	print
}
