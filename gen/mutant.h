/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Mutants: the specification with one thing wrong, in every place where a row
 * could be. A proof, a property or a test that is worth its name notices.
 *
 *     ROW:next:STATE       the row enters another state; = is: none
 *     ROW:then:stop        it stops where it should go on; or next
 *     ROW:class:dropped    it fires in every class of its lines
 *     ROW:class:negated    it fires in the classes that are not its own
 *     ROW:if:dropped       it fires in every line of its states
 *     ROW:if:negated       it fires in the lines that are not its own
 *     ROW:drop:ACTION      it does not do this
 *     ROW:change:ACTION    it does this instead: one more, or the contrary
 *
 * A row that takes the cells of others is a change of the phase's table, where
 * each cell has one row still. Where a row gives its own cells up and no other
 * takes them, the phase is passed over.
 */
#ifndef MUTANT_H
#define MUTANT_H

#include "gen.h"

enum mutation { M_NEXT, M_THEN, M_CELLS, M_DROP, M_CHANGE };

struct recell { size_t cell; struct row *row; };	/* NULL: none */

struct mutant {
	size_t number;			/* from 1, in the order of the rows */
	struct row *row;
	const char *id;			/* RST_4:drop:flush */
	enum mutation how;
	struct state *next;		/* M_NEXT; NULL: stays */
	enum then then;			/* M_THEN */
	VEC(struct recell) cells;	/* M_CELLS */
	size_t at;			/* M_DROP, M_CHANGE: in row->flat */
	struct statement *instead;	/* M_CHANGE */
	struct header_item *item;	/* M_CHANGE of a message: this one */
};
typedef VEC(struct mutant *) mutants;

/* The rows, by a blank each, in whose place it does something else: where none
 * of them fires, nobody can tell it from the machine. */
const char *mutant_shows(const struct mutant *m);

/* The function of the C in which it is. */
const char *mutant_place(const struct mutant *m);

/* All of them; the numbers depend on the specification alone. */
mutants mutants_of(const struct spec *spec);

#endif
