/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/crew.h"

#include <stddef.h>
#include <unistd.h>

unsigned crew_usual(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > CREW_MAX ? CREW_MAX : (unsigned)n;
}

/* The next job to work on; NULL when there will be none. */
static struct job *take(struct crew *c)
{
	pthread_mutex_lock(&c->mutex);
	while (!c->next && !c->closed)
		pthread_cond_wait(&c->changed, &c->mutex);
	struct job *j = c->next;
	if (j)
		c->next = j->next;
	pthread_mutex_unlock(&c->mutex);
	return j;
}

static unsigned my_number(struct crew *c)
{
	pthread_mutex_lock(&c->mutex);
	unsigned number = c->started++;
	pthread_mutex_unlock(&c->mutex);
	return number;
}

static void *member_main(void *data)
{
	struct crew *c = data;
	unsigned number = my_number(c);
	stop_listen(c->wish);
	for (struct job *j; (j = take(c));) {
		j->work(j, number);
		pthread_mutex_lock(&c->mutex);
		j->done = true;
		pthread_cond_broadcast(&c->changed);
		pthread_mutex_unlock(&c->mutex);
	}
	return NULL;
}

enum status crew_begin(struct crew *c, unsigned threads, unsigned ahead)
{
	*c = (struct crew){
		.ahead = ahead, .begun = true, .wish = stop_listening()};
	pthread_mutex_init(&c->mutex, NULL);
	pthread_cond_init(&c->changed, NULL);
	for (; threads > 1 && c->count < threads; c->count++)
		if (pthread_create(
			    &c->threads[c->count], NULL, member_main, c) != 0) {
			crew_end(c);
			return ERR_NOMEM;
		}
	return OK;
}

/* Finish what is done, in order, until at most `most` are open. */
static void finish(struct crew *c, unsigned most)
{
	pthread_mutex_lock(&c->mutex);
	while (c->first && (c->first->done || c->open > most)) {
		struct job *j = c->first;
		if (!j->done) {
			pthread_cond_wait(&c->changed, &c->mutex);
			continue;
		}
		c->first = j->next;
		c->open--;
		pthread_mutex_unlock(&c->mutex);
		j->finish(j);
		pthread_mutex_lock(&c->mutex);
	}
	pthread_mutex_unlock(&c->mutex);
}

void crew_submit(struct crew *c, struct job *j)
{
	j->next = NULL;
	j->done = false;
	if (!c->count) {
		j->work(j, 0);
		j->finish(j);
		return;
	}
	pthread_mutex_lock(&c->mutex);
	if (c->first)
		c->last->next = j;
	else
		c->first = j;
	c->last = j;
	if (!c->next)
		c->next = j;
	c->open++;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->mutex);
	finish(c, c->ahead);
}

void crew_wait(struct crew *c)
{
	finish(c, 0);
}

void crew_end(struct crew *c)
{
	if (!c->begun)
		return;
	finish(c, 0);
	pthread_mutex_lock(&c->mutex);
	c->closed = true;
	pthread_cond_broadcast(&c->changed);
	pthread_mutex_unlock(&c->mutex);
	for (unsigned i = 0; i < c->count; i++)
		pthread_join(c->threads[i], NULL);
	pthread_mutex_destroy(&c->mutex);
	pthread_cond_destroy(&c->changed);
	*c = (struct crew){0};
}
