/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Texts that are built into the tool by embed.sh, in the order of their names:
 *
 *     demo_texts     the gallery, tests/wire/NAME.demo        tw demo
 *     story_texts    the charts, proofs/spin/why/NAME.txt     tw why
 */
#ifndef TW_DEMO_H
#define TW_DEMO_H

struct demo_text {
	const char *name;             /* without .demo; NULL: the end */
	const char *const *line;      /* up to a NULL */
};

extern const struct demo_text demo_texts[], story_texts[];

#endif
