/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * replay.c - runs a fuzz target over the files of its seed corpus, without a
 * fuzzer: what ctest does with every target.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay_file(const char *path)
{
	FILE *f = fopen(path, "rb");
	if (!f) {
		perror(path);
		return 1;
	}
	static uint8_t bytes[16 << 20];
	size_t len = fread(bytes, 1, sizeof bytes, f);
	fclose(f);
	uint8_t *exact = malloc(len ? len : 1);
	if (!exact)
		return 1;
	memcpy(exact, bytes, len);
	LLVMFuzzerTestOneInput(exact, len);
	free(exact);
	return 0;
}

int main(int argc, char **argv)
{
	unsigned count = 0;
	for (int i = 1; i < argc; i++) {
		DIR *dir = opendir(argv[i]);
		if (!dir) {
			perror(argv[i]);
			return 1;
		}
		for (struct dirent *e; (e = readdir(dir));) {
			char path[4096];
			if (e->d_name[0] == '.')
				continue;
			snprintf(
				path, sizeof path, "%s/%s", argv[i], e->d_name);
			if (replay_file(path))
				return 1;
			count++;
		}
		closedir(dir);
	}
	printf("%u inputs replayed\n", count);
	return count ? 0 : 1;
}
