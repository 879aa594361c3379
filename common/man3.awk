# SPDX-License-Identifier: GPL-3.0-or-later
# Section 3 of the manual, from the comments of meju.h:
#
#	awk -v scdoc=scdoc -v tidy=common/man.awk -v to=FOLDER \
#		-f common/man3.awk common/meju.h common/MEJU.md
#
# A part of the header is a page, as are some of the nouns in it; a function's
# own name leads to its page.  What a comment says is paragraphs and, between
# @code and @endcode, an example.  The first program of MEJU.md is that of
# meju(3).
BEGIN {
	page_of["What went wrong"] = "meju_status"
	page_of["What the library is"] = "meju_version"
	page_of["Documents"] = "meju_document"
	page_of["Writing"] = "meju_writer"
	page_of["Searching"] = "meju_index"
	page_of["While one types"] = "meju_completion"
	page_of["Looking after an index"] = "meju_check"
	noun["struct meju_synonyms"] = "meju_synonyms"
	noun["enum meju_match"] = "meju_search"
	about_of["meju_synonyms"] = "rules of words that stand for others"
	about_of["meju_search"] = "searching, and what is found"
	begin("meju", "full-text search for articles, as a library")
}

function begin(name, about) {
	page = name
	pages[++count] = name
	title[name] = about
}

# Text in scdoc's form: names between backquotes are bold.
function styled(s,    out, part, i, n) {
	n = split(s, part, "`")
	for (i = 1; i <= n; i++) {
		gsub(/[\\*_]/, "\\\\&", part[i])
		out = out (i % 2 || part[i] == "" ? part[i] : "*" part[i] "*")
	}
	gsub(/\\\*\\\*/, "*", out)
	sub(/^[#|;.[\]-]/, "\\\\&", out)
	return out
}

# One line of a comment.
function say(line) {
	sub(/^ \* ?/, "", line)
	if (line ~ /^@code/) {
		example = 1
		text = text "\n```\n"
	} else if (line ~ /^@endcode/) {
		example = 0
		text = text "```\n\n"
	} else if (line ~ /^@file/) {
		file = 1
	} else if (example) {
		text = text literal(line) "\n"
	} else if (line ~ /^ +[0-9]+\. /) {
		sub(/^ +[0-9]+\. +/, "", line)
		text = text "\n" styled(line) "\n"
	} else {
		sub(/^ +/, "", line)
		text = text styled(line) "\n"
	}
}

function finish_comment() {
	if (!file)
		return
	head = text
	text = ""
	file = 0
}

function declared(    name) {
	gsub(/MEJU_(API|MUST_CHECK)[ \t]+/, "", code)
	name = code
	if (name ~ /^(struct|enum) meju_[a-z_]+( \{|;)/) {
		sub(/[ ;{].*/, "", name)
		name = name " " nth(code, 2)
		if (name in noun)
			begin(noun[name], about_of[noun[name]])
		types[page] = types[page] text "\n```\n" plain(code) "```\n\n"
	} else if (name ~ /^#define/) {
		types[page] = types[page] text "\n```\n" code "```\n\n"
	} else {
		sub(/\(.*/, "", name)
		sub(/.*[ *]/, "", name)
		functions[page] = functions[page] " " name
		calls[page] = calls[page] "## " styled(name) "\n\n```\n" \
			code "```\n\n" text "\n"
	}
	code = text = ""
}

function nth(s, n,    part) {
	split(s, part, /[ ;\n]+/)
	return part[n]
}

function plain(s) {
	gsub(/\/\*\*<?/, "/*", s)
	return literal(s)
}

function literal(s) {
	gsub(/\\/, "&&", s)
	return s
}

FILENAME ~ /\.md$/ {
	if (/^```c$/ && !inside)
		inside = 1
	else if (/^```$/ && inside)
		inside = -1
	else if (inside == 1)
		program = program literal($0) "\n"
	next
}
/^\/\* --- / {
	about = $0
	gsub(/^\/\* --- | -+ \*\/$/, "", about)
	name = page_of[about]
	if (name == "") {
		name = "meju_" tolower(about)
		gsub(/ /, "_", name)
	}
	begin(name, tolower(substr(about, 1, 1)) substr(about, 2))
	next
}
/^\/\*\* .*\*\/$/ {
	text = ""
	line = substr($0, 5, length($0) - 7)
	say(" * " line)
	next
}
/^\/\*\*/ {
	text = ""
	comment = 1
	if (length($0) > 3)
		say(" *" substr($0, 4))
	next
}
comment {
	if (sub(/ *\*\/$/, ""))
		comment = 0
	if (comment || length($0) > 1)
		say($0)
	if (!comment)
		finish_comment()
	next
}
code == "" && (text == "" || !/^(struct|enum|MEJU_API|#define)/) {
	if ($0 == "")
		text = ""
	next
}
{
	code = code $0 "\n"
	brace = code ~ /^[^\n]*\{/
	if (brace ? /^};/ : /;( *\/\*.*)?$/ || /^#define/)
		declared()
}

function write(name,    out, also, list, i, n) {
	out = to "/" name ".3"
	n = split(functions[name], list, " ")
	run = scdoc " | awk -f " tidy " >" out
	printf "%s(3)\n\n# NAME\n\n", name | run
	also = styled(name)
	for (i = 1; i <= n; i++)
		if (list[i] != name)
			also = also ", " styled(list[i])
	printf "%s - %s\n\n# SYNOPSIS\n\n*#include <meju.h>*\n\n", also, \
		title[name] | run
	printf "cc _program.c_ $(pkg-config --cflags --libs meju)\n\n" | run
	if (name == "meju")
		printf "# DESCRIPTION\n\n%s\n", head | run
	if (types[name] != "")
		printf "# TYPES\n\n%s", types[name] | run
	if (calls[name] != "")
		printf "# FUNCTIONS\n\n%s", calls[name] | run
	if (name == "meju") {
		printf "# EXAMPLE\n\nIndex a folder, and search it:\n\n" \
			"```\n%s```\n\n", program | run
		printf "# PAGES\n\n" | run
		for (i = 2; i <= count; i++)
			printf "*%s*(3)\n\t%s\n\n", styled(pages[i]), \
				title[pages[i]] | run
	}
	printf "# SEE ALSO\n\n" | run
	also = ""
	for (i = 1; i <= count; i++)
		if (pages[i] != name)
			also = also ", *" styled(pages[i]) "*(3)"
	printf "%s, *meju-index*(1), *meju-query*(1), " \
		"*meju-query-language*(7)\n", substr(also, 3) | run
	if (close(run) != 0)
		failed = 1
	for (i = 1; i <= n; i++)
		if (list[i] != name) {
			print ".so man3/" name ".3" >(to "/" list[i] ".3")
			close(to "/" list[i] ".3")
		}
}

END {
	for (p = 1; p <= count; p++)
		write(pages[p])
	exit failed
}
