/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shim.h - the system calls and allocations of this process, any of which can
 * be made to fail, or be the last thing that the process does.
 *
 * The shim defines the functions of the C library that meju's programs call
 * (open, write, fsync, rename, malloc and so on), so that also libraries, C
 * and C++, come by here.  Nothing happens before it is armed:
 *
 *	shim_report = a struct in memory that is shared with the parent;
 *	if (fork() == 0) {
 *		shim_arm(&(struct shim_plan){
 *			.calls = SHIM_IO, .at = 17, .what = SHIM_KILL_AFTER});
 *		_exit(main_of_a_program(argc, argv));
 *	}
 *
 * Threads: calls are counted over all of them.
 */
#ifndef MEJU_TESTS_SHIM_H
#define MEJU_TESTS_SHIM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum shim_call {
	SHIM_OPEN,
	SHIM_CREATE, /* open() of a file to be made, mkostemp(), mkdir() */
	SHIM_READ,   /* and pread() */
	SHIM_WRITE,
	SHIM_FSYNC,
	SHIM_RENAME,
	SHIM_UNLINK,
	SHIM_MAP,
	SHIM_UNMAP,
	SHIM_CLOSE,
	SHIM_LOOK, /* stat(), fstat(), lseek(), access() */
	SHIM_LIST, /* opendir(), fts_open(), fts_read() */
	SHIM_TRUNCATE,
	SHIM_LOCK,
	SHIM_MEMORY,
	SHIM_THREAD,
	SHIM_CALLS,
};

enum {
	SHIM_IO = (1 << SHIM_MEMORY) - 1,
};

enum shim_what {
	SHIM_COUNT,       /* change nothing                            */
	SHIM_KILL_BEFORE, /* the call                                  */
	SHIM_KILL_AMID,   /* after half of a write; else as KILL_AFTER */
	SHIM_KILL_AFTER,
	SHIM_FAIL,  /* with `error`                              */
	SHIM_HALF,  /* read or write half of what was asked for  */
	SHIM_WATCH, /* tell `disk.h` what becomes of files      */
};

struct shim_plan {
	unsigned calls; /* 1 << SHIM_OPEN and so on: those that count */
	enum shim_what what;
	uint64_t at; /* the call that is hit, from 0 */
	bool sticky; /* and all after it             */
	int error;   /* an errno                     */
};

/* What came of it. */
struct shim_report {
	atomic_uint_fast64_t calls; /* that counted */
	atomic_uint hits;
	atomic_uint synced_again; /* fsync() of a file after one failed   */
	atomic_uint sync_failed;  /* until a manifest was in place          */
	enum shim_call call; /* the first that was hit                    */
	char name[256];      /* of its file, if known                     */
	int leaked;          /* file descriptors, see shim_disarm()       */
};

extern struct shim_report *shim_report;

void shim_arm(const struct shim_plan *plan);

/* Let everything pass again, and count what files were left open. */
void shim_disarm(void);

const char *shim_name(enum shim_call call);

/* For shim_memory.c: is this allocation to fail? */
bool shim_refuse(void);

#endif
