/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "query/serve/connection.h"
#include "query/serve/head.h"

#include <stdlib.h>

struct connection *connection_new(struct connections *all, void *socket)
{
	struct connection *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	*c = (struct connection){.next = all->first,
		.link = &all->first,
		.all = all,
		.socket = socket};
	if (c->next)
		c->next->link = &c->next;
	all->first = c;
	atomic_fetch_add(all->count, 1);
	return c;
}

void connection_closed(void *connection)
{
	struct connection *c = connection;
	*c->link = c->next;
	if (c->next)
		c->next->link = c->link;
	atomic_fetch_sub(c->all->count, 1);
	free(c);
}

bool connection_is_bad(struct connection *c, const struct connection_state *s,
	double now, double most)
{
	if (!s->writing) {
		c->fetching = 0;
		return s->waiting > 2 * HEAD_BYTES_MAX;
	}
	if (c->fetching == 0)
		c->fetching = now;
	return now - c->fetching > most;
}
