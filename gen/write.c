/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Files appear whole or not at all: each is written under a name of its own
 * beside its place, and renamed when all of them are there.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "gen.h"

static bool complain(const char *path)
{
	fprintf(stderr, "tcpwright: %s: %s\n", path, strerror(errno));
	return false;
}

bool write_ended(FILE *out, const char *path)
{
	bool failed = ferror(out) || fflush(out) != 0;

	return failed ? complain(path) : true;
}

static const char *beside(const char *path)
{
	return format("%s.new", path);
}

static bool closed(FILE *out, const char *path)
{
	bool ok = write_ended(out, path);

	return fclose(out) == 0 ? ok : complain(path);
}

static bool write_one(const char *path, const struct output *file,
	const struct spec *spec)
{
	FILE *out = fopen(beside(path), "w");

	if (!out)
		return complain(beside(path));
	file->emit(spec, out);
	return closed(out, beside(path));
}

static const char *path_of(const char *dir, const struct output *file)
{
	return format("%s/%s", dir, file->name);
}

bool write_outputs(const char *dir, const struct output *files, size_t n,
	const struct spec *spec)
{
	bool ok = true;

	for (size_t i = 0; i < n && ok; i++)
		ok = write_one(path_of(dir, &files[i]), &files[i], spec);
	for (size_t i = 0; i < n && ok; i++)
		if (rename(beside(path_of(dir, &files[i])),
		    path_of(dir, &files[i])) != 0)
			ok = complain(path_of(dir, &files[i]));
	for (size_t i = 0; i < n && !ok; i++)
		unlink(beside(path_of(dir, &files[i])));
	return ok;
}

bool write_text(const char *path, const struct text *text)
{
	FILE *out = fopen(beside(path), "w");
	bool ok;

	if (!out)
		return complain(beside(path));
	fwrite(text->bytes, 1, text->length, out);
	ok = closed(out, beside(path));
	if (ok && rename(beside(path), path) != 0)
		ok = complain(path);
	if (!ok)
		unlink(beside(path));
	return ok;
}
