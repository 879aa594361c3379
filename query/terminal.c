/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/terminal.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

enum {
	WIDTH = 80,
	WIDTH_MIN = 20,
	WIDTH_MAX = 120,
	VTE_LINKS = 5002,      /* 0.50.2; before 0.50.4 and 0.52.2 some crash */
	KONSOLE_LINKS = 201200 /* 20.12 */
};

static const char *variable(const char *name)
{
	const char *value = getenv(name);
	return value ? value : "";
}

bool terminal_color(const char *when, bool is_terminal)
{
	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return is_terminal && !variable("NO_COLOR")[0] &&
	       strcmp(variable("TERM"), "dumb") != 0;
}

unsigned terminal_width(void)
{
	struct winsize w;
	unsigned long columns = 0;
	if (ioctl(1, TIOCGWINSZ, &w) == 0)
		columns = w.ws_col;
	else
		columns = strtoul(variable("COLUMNS"), NULL, 10);
	if (columns == 0)
		return WIDTH;
	return columns < WIDTH_MIN   ? WIDTH_MIN
	       : columns > WIDTH_MAX ? WIDTH_MAX
				     : (unsigned)columns;
}

/* Is the value one of the words, which are a space apart? */
static bool is_among(const char *value, const char *words)
{
	size_t len = strlen(value);
	for (const char *at = words; len && (at = strstr(at, value)); at += len)
		if ((at == words || at[-1] == ' ') &&
			(at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

static bool is_at_least(const char *name, long version)
{
	return strtol(variable(name), NULL, 10) >= version;
}

/* tmux keeps the variables of the terminal it was started in, and hands links
 * on since 3.4. */
static bool is_new_tmux(void)
{
	char *end;
	const char *version = variable("TERM_PROGRAM_VERSION");
	long major = strtol(version, &end, 10);
	long minor = *end == '.' ? strtol(end + 1, NULL, 10) : 0;
	return strcmp(variable("TERM_PROGRAM"), "tmux") == 0 &&
	       (major > 3 || (major == 3 && minor >= 4));
}

enum terminal_links terminal_links(void)
{
	const char *term = variable("TERM");
	if (variable("TMUX")[0] || strncmp(term, "tmux", 4) == 0 ||
		strncmp(term, "screen", 6) == 0)
		return is_new_tmux() ? LINKS_PLAIN : LINKS_NONE;
	if (is_among(term, "dumb linux vt100 vt220") || !term[0])
		return LINKS_NONE;
	if (strcmp(term, "xterm-kitty") == 0)
		return LINKS_LINES;
	bool known =
		is_among(term, "alacritty alacritty-direct contour foot "
			       "foot-extra wezterm xterm-ghostty") ||
		is_among(variable("TERM_PROGRAM"),
			"Hyper WarpTerminal WezTerm ghostty iTerm.app mintty "
			"rio terminology vscode zed") ||
		is_at_least("VTE_VERSION", VTE_LINKS) ||
		is_at_least("KONSOLE_VERSION", KONSOLE_LINKS) ||
		variable("WT_SESSION")[0] || variable("DOMTERM")[0];
	return known ? LINKS_PLAIN : LINKS_NONE;
}
