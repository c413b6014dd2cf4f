/* SPDX-License-Identifier: BSD-2-Clause */
#include "gen.h"
int main(int argc, char **argv)
{
	struct text *t = argc > 1 ? text_read(argv[1]) : NULL;
	struct spec *s;

	if (!t)
		return 2;
	s = parse(t);
	return !s || !model(s);
}
