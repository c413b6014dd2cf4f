/* SPDX-License-Identifier: BSD-2-Clause */
/* The projection as text. */
#include "emit_c.h"
#include "project.h"

static void names_of(FILE *out, const char *lead, const struct spec *spec,
	enum projection how, const char *title)
{
	const char *s = "";

	for (size_t i = 0; i < spec->variables.n + spec->fields.n; i++) {
		const struct variable *v = i < spec->variables.n ?
			spec->variables.at[i] :
			spec->fields.at[i - spec->variables.n];

		if (v->projection == how)
			s = format("%s%s%s%s", s, *s ? ", " : "", v->name,
				how == FIXED ? format(" %llu", (unsigned long
				long)v->fixed) : "");
	}
	c_paragraph(out, lead, 7, format("%-7s%s", title, *s ? s : "-"));
}

void project_report(FILE *out, const struct projected *p, const char *lead)
{
	names_of(out, lead, p->spec, KEPT, "kept");
	names_of(out, lead, p->spec, FREE, "free");
	names_of(out, lead, p->spec, FIXED, "fixed");
}
