/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Names of the specification, hashed by kind and by their spelling in C:
 * SND.UNA and SND_UNA would both be snd_una there, so only one may exist.
 */
#include <string.h>

#include "parse.h"

static struct symbol **table;
static size_t slots;
static VEC(struct symbol *) symbols;	/* in order, for suggestions */

static size_t hash(enum kind kind, const char *key)
{
	uint64_t h = ((uint64_t)(uintptr_t)key >> 4) + (uint64_t)kind;

	return (size_t)((h * 0x9e3779b97f4a7c15) >> 20);
}

static struct symbol **slot_of(enum kind kind, const char *key)
{
	size_t i = hash(kind, key) & (slots - 1);

	while (table[i] && (table[i]->kind != kind || table[i]->key != key))
		i = (i + 1) & (slots - 1);
	return &table[i];
}

static const char *key_of(const char *name)
{
	return interned(c_name(name));
}

static void more_slots(void)
{
	slots = slots ? 2 * slots : 1024;
	table = xalloc(slots * sizeof *table);
	for (size_t i = 0; i < symbols.n; i++)
		*slot_of(symbols.at[i]->kind, symbols.at[i]->key) =
			symbols.at[i];
}

void forget_symbols(void)
{
	table = NULL;
	slots = 0;
	symbols.at = NULL;
	symbols.n = symbols.cap = 0;
}

struct symbol *lookup(enum kind kind, const char *name)
{
	struct symbol *s;

	if (slots == 0)
		return NULL;
	s = *slot_of(kind, key_of(name));
	return s && s->name == name ? s : NULL;
}

bool declare(struct symbol symbol)
{
	struct symbol **slot, *s;

	if (2 * symbols.n >= slots)
		more_slots();
	symbol.key = key_of(symbol.name);
	slot = slot_of(symbol.kind, symbol.key);
	s = *slot;
	if (!s) {
		*slot = xalloc(sizeof **slot);
		**slot = symbol;
		vec_push(&symbols, *slot);
		return true;
	}
	if (s->name == symbol.name)
		error_at(symbol.pos, "'%s' is declared twice", symbol.name);
	else
		error_at(symbol.pos, "'%s' and '%s' are the same name in C",
			symbol.name, s->name);
	note_at(s->pos, "it is declared here first");
	return false;
}

/* ---------------------------------------------------------- suggestions */

#define LONGEST	48

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Levenshtein; two neighbours in each other's place count as one. */
static size_t distance(const char *a, const char *b)
{
	size_t m = strlen(a), n = strlen(b), d[LONGEST + 1][LONGEST + 1];

	if (n > LONGEST || m > LONGEST)
		return SIZE_MAX;
	for (size_t i = 0; i <= m; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= n; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= m; i++)
		for (size_t j = 1; j <= n; j++) {
			bool swapped = i > 1 && j > 1 &&
				a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
			size_t same = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);

			d[i][j] = least(same, d[i - 1][j] + 1,
				d[i][j - 1] + 1);
			if (swapped && d[i - 2][j - 2] + 1 < d[i][j])
				d[i][j] = d[i - 2][j - 2] + 1;
		}
	return d[m][n];
}

static bool near(const char *wanted, const char *name)
{
	size_t n = strlen(wanted);

	return distance(wanted, name) <= (n < 2 ? 0u : n < 6 ? 1u : 2u);
}

const char *nearer(const char *wanted, const char *a, const char *b)
{
	size_t to_a = a ? distance(wanted, a) : SIZE_MAX;
	size_t to_b = b && near(wanted, b) ? distance(wanted, b) : SIZE_MAX;

	return to_b < to_a ? b : a;
}

const char *nearest(enum kind kind, const char *wanted)
{
	const char *best = NULL;

	for (size_t i = 0; i < symbols.n; i++)
		if (symbols.at[i]->kind == kind)
			best = nearer(wanted, best, symbols.at[i]->name);
	return best;
}

const char *did_you_mean(const char *best)
{
	return best ? format("; did you mean '%s'?", best) : "";
}
