/* SPDX-License-Identifier: BSD-2-Clause */
/* Mutants: which there are. What they are is in mutant.h. */
#include <stdlib.h>
#include <string.h>

#include "mutant.h"

struct breeder {
	const struct spec *spec;
	struct row *row;
	mutants all;
};

static struct mutant *breed(struct breeder *b, enum mutation how,
	const char *kind, const char *detail)
{
	struct mutant *m = xalloc(sizeof *m);

	m->number = b->all.n + 1;
	m->row = b->row;
	m->how = how;
	m->id = format("%s:%s:%s", b->row->id, kind, detail);
	vec_push(&b->all, m);
	return m;
}

/* ------------------------------------------------------------ next, then */

/* The state declared behind the row's last; behind all, the first. */
static struct state *another_state(const struct breeder *b)
{
	size_t n = b->spec->states.n, i = 0, at;

	for (size_t k = 0; k < n; k++)
		if (b->row->states & bit_of(k))
			i = k;
	for (size_t step = 1; step <= n; step++) {
		at = (i + step) % n;
		if (b->spec->states.at[at] != b->row->next)
			return b->spec->states.at[at];
	}
	return NULL;
}

static bool may_stay(const struct row *row)
{
	return row->next && row->states != bit_of(row->next->index);
}

static void next_states(struct breeder *b)
{
	struct state *other = another_state(b);

	if (may_stay(b->row))
		breed(b, M_NEXT, "next", "=");
	if (other && b->row->states != bit_of(other->index))
		breed(b, M_NEXT, "next", other->name)->next = other;
}

static bool is_last(const struct phase *ph)
{
	const struct event *e = ph->event;

	return e->phases.at[e->phases.n - 1] == ph;
}

static void thens(struct breeder *b)
{
	if (is_last(b->row->phase))
		return;
	if (b->row->then == THEN_STOP)
		breed(b, M_THEN, "then", "next")->then = THEN_NEXT;
	else
		breed(b, M_THEN, "then", "stop")->then = THEN_STOP;
}

/* ----------------------------------------------------------------- cells */

static bool same_statement(const struct statement *a,
	const struct statement *b)
{
	return a == b || (a->op == b->op &&
		strcmp(spec_statement(a), spec_statement(b)) == 0);
}

static bool same_effect(const struct row *a, const struct row *b)
{
	if (!a || !b || a->next != b->next || a->then != b->then ||
	    a->target != b->target || a->flat.n != b->flat.n)
		return false;
	for (size_t i = 0; i < a->flat.n; i++)
		if (!same_statement(a->flat.at[i], b->flat.at[i]))
			return false;
	return true;
}

static void recell(struct mutant *m, size_t cell, struct row *row)
{
	struct row *before = m->row->phase->cells[cell];

	if (before != row && !same_effect(before, row))
		vec_push(&m->cells, ((struct recell){ cell, row }));
}

static bool owns(const struct row *row, size_t line, size_t class)
{
	return row->phase->cells[line * row->phase->classes.n + class] == row;
}

static bool owns_in_line(const struct row *row, size_t line)
{
	for (size_t c = 0; c < row->phase->classes.n; c++)
		if (owns(row, line, c))
			return true;
	return false;
}

/* The row takes all the classes of its lines, or all but its own. */
static void by_class(struct mutant *m, bool negated)
{
	const struct phase *ph = m->row->phase;

	for (size_t l = 0; l < ph->lines.n; l++) {
		if (!owns_in_line(m->row, l))
			continue;
		for (size_t c = 0; c < ph->classes.n; c++)
			if (!owns(m->row, l, c))
				recell(m, l * ph->classes.n + c, m->row);
			else if (negated)
				recell(m, l * ph->classes.n + c, NULL);
	}
}

/* The same with the other lines of its states. What it gives up goes to the
 * row that has the class in another line of the state. */
static void by_line(struct mutant *m, bool negated)
{
	const struct phase *ph = m->row->phase;

	for (size_t l = 0; l < ph->lines.n; l++)
		for (size_t k = 0; k < ph->lines.n; k++) {
			if (ph->lines.at[k]->state != ph->lines.at[l]->state)
				continue;
			for (size_t c = 0; c < ph->classes.n; c++) {
				size_t n = ph->classes.n;

				if (!owns(m->row, l, c) || owns(m->row, k, c))
					continue;
				recell(m, k * n + c, m->row);
				if (negated)
					recell(m, l * n + c,
						ph->cells[k * n + c]);
			}
		}
}

static void take_cells(struct breeder *b, const char *kind,
	const char *detail, void (*take)(struct mutant *, bool), bool negated)
{
	struct mutant *m = breed(b, M_CELLS, kind, detail);

	take(m, negated);
	if (m->cells.n == 0)
		b->all.n--;
}

static void guards(struct breeder *b)
{
	take_cells(b, "class", "dropped", by_class, false);
	take_cells(b, "class", "negated", by_class, true);
	if (b->row->when) {
		take_cells(b, "if", "dropped", by_line, false);
		take_cells(b, "if", "negated", by_line, true);
	}
}

/* --------------------------------------------------------------- actions */

static struct expr *contrary(struct expr *value)
{
	struct expr *e = xalloc(sizeof *e), *one = xalloc(sizeof *one);

	*e = *value;
	e->a = value;
	e->b = NULL;
	if (value->type.kind == TY_FLAG) {
		e->op = value->op == E_TRUE ? E_FALSE :
			value->op == E_FALSE ? E_TRUE : E_NOT;
		return e;
	}
	one->op = E_NUMBER;
	one->number = 1;
	one->name = "1";
	one->type = (struct type){ .kind = TY_OCTETS, .max = UINT32_MAX };
	e->op = E_ADD;
	e->b = one;
	return e;
}

static struct statement *copy_of(const struct statement *s)
{
	struct statement *copy = xalloc(sizeof *copy);

	*copy = *s;
	copy->headers.at = NULL;
	copy->headers.n = copy->headers.cap = 0;
	for (size_t i = 0; i < s->headers.n; i++)
		vec_push(&copy->headers, s->headers.at[i]);
	return copy;
}

static void change(struct breeder *b, size_t at, struct statement *instead,
	const char *detail, struct header_item *item)
{
	struct mutant *m = breed(b, M_CHANGE, "change", detail);

	m->at = at;
	m->instead = instead;
	m->item = item;
}

static void without_flag(struct breeder *b, size_t at,
	const struct statement *s, size_t h, size_t flag)
{
	struct statement *copy = copy_of(s);
	struct header_item *item = &copy->headers.at[h];
	struct header_item old = *item;

	item->flags.at = NULL;
	item->flags.n = item->flags.cap = 0;
	for (size_t i = 0; i < old.flags.n; i++)
		if (i != flag)
			vec_push(&item->flags, old.flags.at[i]);
	change(b, at, copy, format("no %s in %s",
		old.header->flags.at[old.flags.at[flag].bit],
		old.header->name), item);
}

static void message(struct breeder *b, size_t at, const struct statement *s)
{
	for (size_t h = 0; h < s->headers.n; h++) {
		const struct header_item *item = &s->headers.at[h];

		for (size_t i = 0; i < item->flags.n; i++)
			without_flag(b, at, s, h, i);
		if (item->value) {
			struct statement *copy = copy_of(s);

			copy->headers.at[h].value = contrary(item->value);
			change(b, at, copy, format("%s=%s",
				item->header->name,
				spec_expr(copy->headers.at[h].value)),
				&copy->headers.at[h]);
		}
	}
}

static void action(struct breeder *b, size_t at)
{
	const struct statement *s = b->row->flat.at[at];
	struct statement *copy;

	breed(b, M_DROP, "drop", spec_statement(s))->at = at;
	if (s->op == S_SEND)
		message(b, at, s);
	if (!s->value)
		return;
	copy = copy_of(s);
	copy->value = contrary(s->value);
	change(b, at, copy, spec_statement(copy), NULL);
}

mutants mutants_of(const struct spec *spec)
{
	struct breeder b = { .spec = spec };

	for (size_t i = 0; i < spec->rows.n; i++) {
		b.row = spec->rows.at[i];
		next_states(&b);
		thens(&b);
		guards(&b);
		for (size_t k = 0; k < b.row->flat.n; k++)
			action(&b, k);
	}
	return b.all;
}

static bool has_word(const char *list, const char *word)
{
	return strstr(format(" %s ", list), format(" %s ", word)) != NULL;
}

const char *mutant_shows(const struct mutant *m)
{
	const struct phase *ph = m->row->phase;
	const char *s = "";

	if (m->how != M_CELLS)
		return m->row->id;
	for (size_t i = 0; i < m->cells.n; i++) {
		const char *id = ph->cells[m->cells.at[i].cell]->id;

		if (!has_word(s, id))
			s = format("%s%s%s", s, *s ? " " : "", id);
	}
	return s;
}

/* ------------------------------------------------------------- one of them */

const char *mutant_place(const struct mutant *m)
{
	if (m->how == M_CELLS)
		return format("fsm_row_%s", m->row->phase->name);
	return format("fsm_do_%s", m->row->id);
}

static const struct mutant *find_mutant(const mutants *all, const char *id)
{
	char *end;
	unsigned long number = strtoul(id, &end, 10);

	if (*end == '\0' && number > 0 && number <= all->n)
		return all->at[number - 1];
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->at[i]->id, id) == 0)
			return all->at[i];
	return NULL;
}

static void without(statements *list, size_t at)
{
	list->n--;
	for (size_t i = at; i < list->n; i++)
		list->at[i] = list->at[i + 1];
}

static void mutate(const struct mutant *m)
{
	struct row *row = m->row;

	switch (m->how) {
	case M_NEXT:
		row->next = m->next;
		break;
	case M_THEN:
		row->then = m->then;
		break;
	case M_CELLS:
		for (size_t i = 0; i < m->cells.n; i++)
			row->phase->cells[m->cells.at[i].cell] =
				m->cells.at[i].row;
		break;
	case M_DROP:
		without(&row->flat, m->at);
		break;
	case M_CHANGE:
		row->flat.at[m->at] = m->instead;
		break;
	}
}

static bool become(const struct spec *spec, const mutants *all,
	const char *id)
{
	const struct mutant *m = find_mutant(all, id);

	if (m)
		mutate(m);
	else
		fprintf(stderr, "tcpwright: %s: no mutant is '%s'; 'tcpwright "
			"mutants' lists them\n", spec->text->path, id);
	return m != NULL;
}

bool become_mutants(struct spec *spec, const char *const *ids, size_t n)
{
	mutants all = mutants_of(spec);
	bool ok = true;

	for (size_t i = 0; i < n && ok; i++)
		ok = become(spec, &all, ids[i]);
	return ok;
}
