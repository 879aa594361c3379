/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * crc32c.h - the checksum of everything on disk: CRC-32C (Castagnoli).
 *
 * Reflected polynomial 0x82f63b78; the inversions before and after are hidden,
 * so that a checksum is continued by passing it on:
 *
 *	crc32c(0, "123456789", 9) == 0xe3069283
 *	crc32c(crc32c(0, "1234", 4), "56789", 5) == 0xe3069283
 *
 * Threads: no state.
 */
#ifndef MEJU_BASE_CRC32C_H
#define MEJU_BASE_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* As fast as the processor can: in vectors of 64 bytes, or by an instruction
 * of its own. */
uint32_t crc32c(uint32_t crc, const void *p, size_t len);

/* The same without such vectors. */
uint32_t crc32c_narrow(uint32_t crc, const void *p, size_t len);

/* The definition: the same by tables, on any processor. */
uint32_t crc32c_portable(uint32_t crc, const void *p, size_t len);

#endif
