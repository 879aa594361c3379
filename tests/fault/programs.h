/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * programs.h - the mains of meju-index and meju-query, which the build gives
 * these names in meju-fault.
 */
#ifndef MEJU_TESTS_PROGRAMS_H
#define MEJU_TESTS_PROGRAMS_H

int meju_index_main(int argc, char **argv);
int meju_query_main(int argc, char **argv);

#endif
