/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indexer/parse/budget.h"

#include <assert.h>
#include <stdalign.h>
#include <time.h>

enum {
	MEMORY_BASE = 16 << 20,
	MEMORY_PER_BYTE = 24,
	TIME_BASE = 200 * 1000 * 1000,
	TIME_PER_BYTE = 200, /* 5 MB/s: a quarter of gumbo's usual speed */
	TICKS = 128,         /* requests between two looks at the clock  */
};

/* In front of each piece; its size is what realloc has to copy. */
struct piece {
	alignas(max_align_t) size_t size;
};

static int64_t now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void budget_init(struct budget *b, size_t len)
{
	memset(b, 0, sizeof *b);
	b->arena.max = MEMORY_BASE + len * MEMORY_PER_BYTE;
	b->allowance = TIME_BASE + (int64_t)len * TIME_PER_BYTE;
}

enum status budget_run(struct budget *b, void (*work)(void *data), void *data)
{
	b->deadline = now() + b->allowance;
	b->status = OK;
	if (setjmp(b->out) == 0) {
		b->running = true;
		work(data);
	}
	b->running = false;
	return b->status;
}

static void leave(struct budget *b, enum status status)
{
	assert(b->running);
	b->status = status;
	longjmp(b->out, 1);
}

void budget_check(struct budget *b)
{
	b->ticks = 0;
	if (now() > b->deadline)
		leave(b, ERR_LIMIT);
}

static size_t aligned(size_t size)
{
	return (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
}

void *budget_alloc(struct budget *b, size_t size)
{
	if (++b->ticks >= TICKS)
		budget_check(b);
	size_t need = sizeof(struct piece) + aligned(size);
	size_t left = b->arena.max - b->arena.total;
	bool fits = (size_t)(b->arena.end - b->arena.at) >= need;
	if (size > b->arena.max || (!fits && need > left))
		leave(b, ERR_LIMIT);
	struct piece *p = arena_alloc(&b->arena, need);
	if (!p)
		leave(b, ERR_NOMEM);
	p->size = size;
	return p + 1;
}

/* The newest piece grows where it is, if there is room. */
static bool grow_in_place(struct budget *b, struct piece *p, size_t size)
{
	char *from = (char *)(p + 1);
	if (from + aligned(p->size) != b->arena.at ||
		aligned(size) > (size_t)(b->arena.end - from))
		return false;
	b->arena.at = from + aligned(size);
	p->size = size;
	return true;
}

void *budget_realloc(struct budget *b, void *old, size_t size)
{
	if (!old)
		return budget_alloc(b, size);
	struct piece *p = (struct piece *)old - 1;
	size_t len = p->size;
	if (size <= len || grow_in_place(b, p, size))
		return old;
	void *moved = budget_alloc(b, size);
	memcpy(moved, old, len);
	return moved;
}

void budget_release(struct budget *b)
{
	arena_release(&b->arena);
}
