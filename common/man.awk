# SPDX-License-Identifier: GPL-3.0-or-later
# Leaves out of what scdoc writes the paragraphs that are none, which mandoc
# warns of: behind a heading or another, before a heading, at the end.  One at
# the end of an indented part comes behind it.
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
