/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gallery, as it is built into the tool: embed.sh makes build/demos.c of
 * the files tests/wire/NAME.demo, in the order of their names.
 */
#ifndef TW_DEMO_H
#define TW_DEMO_H

struct demo_text {
	const char *name;             /* without .demo; NULL: the end */
	const char *const *line;      /* up to a NULL */
};

extern const struct demo_text demo_texts[];

#endif
