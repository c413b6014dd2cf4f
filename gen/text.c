/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What every pass stands on: memory that is never given back, interned names
 * (equal names are equal pointers), and the text of the specification.
 *
 * A specification is a text of some thousand lines. Whatever is not such a
 * text (a directory, a binary, something huge) is refused here by name, so
 * that no later pass meets a NUL or a length it cannot hold.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gen.h"

#define LARGEST	((size_t)16 << 20)

/* A run compiles one specification and ends: nothing of it is a leak. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static void out_of_memory(void)
{
	fputs("tcpwright: out of memory\n", stderr);
	exit(2);
}

void *xalloc(size_t size)
{
	void *p = calloc(1, size);

	if (!p)
		out_of_memory();
	return p;
}

void *vec_grow(void *at, size_t *cap, size_t size)
{
	*cap = *cap ? 2 * *cap : 8;
	at = reallocarray(at, *cap, size);
	if (!at)
		out_of_memory();
	return at;
}

const char *format(const char *fmt, ...)
{
	char *s;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		out_of_memory();
	return s;
}

/* ------------------------------------------------------------ interning */

struct name {
	const char *bytes;
	size_t length;
	uint64_t hash;
};

static struct name *table;
static size_t slots, taken;

/* FNV-1a */
static uint64_t hash(const char *bytes, size_t length)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < length; i++)
		h = (h ^ (unsigned char)bytes[i]) * 0x100000001b3;
	return h;
}

static struct name *slot_of(const char *bytes, size_t length, uint64_t h)
{
	size_t i = h & (slots - 1);

	while (table[i].bytes && (table[i].hash != h ||
	       table[i].length != length ||
	       memcmp(table[i].bytes, bytes, length) != 0))
		i = (i + 1) & (slots - 1);
	return &table[i];
}

static void more_slots(void)
{
	struct name *old = table;
	size_t n = slots;

	slots = slots ? 2 * slots : 1024;
	table = xalloc(slots * sizeof *table);
	for (size_t i = 0; i < n; i++)
		if (old[i].bytes)
			*slot_of(old[i].bytes, old[i].length, old[i].hash) =
				old[i];
}

const char *intern(const char *bytes, size_t length)
{
	uint64_t h = hash(bytes, length);
	struct name *slot;
	char *copy;

	if (2 * taken >= slots)
		more_slots();
	slot = slot_of(bytes, length, h);
	if (slot->bytes)
		return slot->bytes;
	copy = xalloc(length + 1);
	memcpy(copy, bytes, length);
	*slot = (struct name){ copy, length, h };
	taken++;
	return copy;
}

void forget_names(void)
{
	table = NULL;
	slots = taken = 0;
}

const char *interned(const char *s)
{
	return intern(s, strlen(s));
}

/* -------------------------------------------------------------- reading */

static const char *wrong(const char *bytes, size_t length)
{
	if (length > LARGEST)
		return "larger than 16 MiB: not a specification";
	if (memchr(bytes, 0, length))
		return "holds a NUL octet: a binary, not a specification";
	if (length == 0)
		return "empty: a specification begins with "
			"'machine NAME \"TITLE\"'";
	return NULL;
}

static struct text *read_all(const char *path, FILE *in, const char **why)
{
	struct text *text = xalloc(sizeof *text);
	char *bytes = xalloc(LARGEST + 2);
	size_t length = fread(bytes, 1, LARGEST + 1, in);

	*why = ferror(in) ? strerror(errno) : wrong(bytes, length);
	if (*why)
		return NULL;
	*text = (struct text){ path, bytes, length, NULL };
	return text;
}

struct text *text_open(const char *path, const char **why)
{
	struct stat st;
	FILE *in = fopen(path, "rb");
	struct text *text = NULL;

	if (!in || fstat(fileno(in), &st) != 0)
		*why = strerror(errno);
	else if (S_ISDIR(st.st_mode))
		*why = "a directory, not a specification";
	else
		text = read_all(path, in, why);
	if (in)
		fclose(in);
	return text;
}

struct text *text_read(const char *path)
{
	const char *why;
	struct text *text = strcmp(path, "-") == 0 ?
		read_all("<stdin>", stdin, &why) : text_open(path, &why);

	if (!text)
		fprintf(stderr, "tcpwright: %s: %s\n",
			strcmp(path, "-") == 0 ? "<stdin>" : path, why);
	return text;
}
