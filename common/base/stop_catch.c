/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stop_catch.c - signals are caught here and nowhere else, so that libmeju,
 * which never asks for that, is without.
 */
#include "common/base/stop.h"

#include <signal.h>
#include <stddef.h>

/* A second signal finds nothing that would catch it. */
static void note(int number)
{
	stop_note(number);
	for (unsigned i = 0; stop_number(i); i++)
		signal(stop_number(i), SIG_DFL);
}

void stop_catch(void)
{
	struct sigaction old, new = {.sa_handler = note};
	if (stop_signal())
		return;
	sigfillset(&new.sa_mask);
	for (unsigned i = 0; stop_number(i); i++)
		if (sigaction(stop_number(i), NULL, &old) == 0 &&
			old.sa_handler == SIG_DFL)
			sigaction(stop_number(i), &new, NULL);
}
