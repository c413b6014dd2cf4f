/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A thing of the specification as text: its name in C; expressions, actions
 * and sets of states as their author wrote them, with no more parentheses
 * than needed.
 *
 *     implies < or < and < not < comparison < sum < term
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <string.h>

#include "gen.h"

/* What no field of a struct may be called, in C or where C++ includes it. */
static const char *const c_words[] = {
	"and", "asm", "auto", "bool", "break", "case", "catch", "char",
	"class", "const", "continue", "default", "delete", "do", "double",
	"else", "enum", "explicit", "export", "extern", "false", "float",
	"for", "friend", "goto", "if", "inline", "int", "long", "mutable",
	"namespace", "new", "not", "operator", "or", "private", "protected",
	"public", "register", "restrict", "return", "short", "signed",
	"sizeof", "static", "struct", "switch", "template", "this", "throw",
	"true", "try", "typedef", "typename", "union", "unsigned", "using",
	"virtual", "void", "volatile", "while", "xor",
};

static const char *convert(const char *name, int (*to)(int))
{
	size_t n = strlen(name);
	char *s = xalloc(n + 1);

	for (size_t i = 0; i < n; i++)
		s[i] = name[i] == '.' ? '_' :
			(char)to((unsigned char)name[i]);
	return intern(s, n);
}

const char *c_name(const char *name)
{
	const char *s = convert(name, tolower);

	for (size_t i = 0; i < sizeof c_words / sizeof *c_words; i++)
		if (strcmp(s, c_words[i]) == 0)
			return format("%s_", s);
	return s;
}

const char *upper_name(const char *name)
{
	return convert(name, toupper);
}

/* ---------------------------------------------------------- expressions */

enum level { IMPLIES, OR, AND, NOT, COMPARISON, SUM, TERM };

static const char *at_level(const struct expr *e, enum level level);

static bool is_comparison(const struct expr *e)
{
	return e->op == E_EQ || e->op == E_NE || e->op == E_LT ||
		e->op == E_LE;
}

/* a =< b < c was read as a =< b and b < c with one b. */
static bool is_chain(const struct expr *e)
{
	const struct expr *first = e->a;

	if (e->op != E_AND || !is_comparison(e->b))
		return false;
	if (is_chain(first))
		first = first->b;
	return is_comparison(first) && first->b == e->b->a;
}

static enum level level_of(const struct expr *e)
{
	switch (e->op) {
	case E_IMPLIES:
		return IMPLIES;
	case E_OR:
		return OR;
	case E_AND:
		return is_chain(e) ? COMPARISON : AND;
	case E_NOT:
		return NOT;
	case E_EQ: case E_NE: case E_LT: case E_LE:
		return COMPARISON;
	case E_ADD: case E_SUB:
		return SUM;
	default:
		return TERM;
	}
}

static const char *sign(enum expr_op op)
{
	switch (op) {
	case E_IMPLIES:	return "=>";
	case E_OR:	return "or";
	case E_AND:	return "and";
	case E_EQ:	return "=";
	case E_NE:	return "/=";
	case E_LT:	return "<";
	case E_LE:	return "=<";
	case E_ADD:	return "+";
	case E_SUB:	return "-";
	case E_MAX:	return "max";
	case E_MIN:	return "min";
	default:	return "octets";
	}
}

static const char *infix(const struct expr *e, enum level a, enum level b)
{
	return format("%s %s %s", at_level(e->a, a), sign(e->op),
		at_level(e->b, b));
}

static const char *chain(const struct expr *e)
{
	const char *first = is_chain(e->a) ? chain(e->a) :
		infix(e->a, SUM, SUM);

	return format("%s %s %s", first, sign(e->b->op),
		at_level(e->b->b, SUM));
}

static const char *term(const struct expr *e)
{
	switch (e->op) {
	case E_TRUE:
		return "true";
	case E_FALSE:
		return "false";
	case E_NUMBER:
		return format("%llu", (unsigned long long)e->number);
	case E_ARMED:
		return format("armed %s", e->timer->name);
	case E_MAX: case E_MIN:
		return format("%s(%s, %s)", sign(e->op),
			at_level(e->a, IMPLIES), at_level(e->b, IMPLIES));
	case E_OCTETS:
		return format("octets(%s)", at_level(e->a, IMPLIES));
	default:
		return e->name;
	}
}

static const char *plain(const struct expr *e)
{
	switch (level_of(e)) {
	case IMPLIES:
		return infix(e, OR, OR);
	case OR:
		return infix(e, OR, AND);
	case AND:
		return infix(e, AND, NOT);
	case NOT:
		return format("not %s", at_level(e->a, NOT));
	case COMPARISON:
		return e->op == E_AND ? chain(e) : infix(e, SUM, SUM);
	case SUM:
		return infix(e, SUM, TERM);
	default:
		return term(e);
	}
}

static const char *at_level(const struct expr *e, enum level level)
{
	return level_of(e) < level ? format("(%s)", plain(e)) : plain(e);
}

const char *spec_expr(const struct expr *e)
{
	return interned(at_level(e, IMPLIES));
}

/* -------------------------------------------------------------- actions */

static const char *flag_text(const struct header *h, const struct flag_item *f)
{
	const char *name = h->flags.at[f->bit];

	return f->when ? format("%s if %s", name, spec_expr(f->when)) : name;
}

static const char *header_text(const struct header_item *item)
{
	const char *s;

	if (!item->header->is_flags)
		return format("<%s=%s>", item->header->name,
			spec_expr(item->value));
	s = format("<%s=", item->header->name);
	for (size_t i = 0; i < item->flags.n; i++)
		s = format("%s%s%s", s, i ? "," : "",
			flag_text(item->header, &item->flags.at[i]));
	return format("%s>", s);
}

static const char *send_text(const struct statement *s)
{
	const char *text = "send ";

	for (size_t i = 0; i < s->headers.n; i++)
		text = format("%s%s", text, header_text(&s->headers.at[i]));
	return text;
}

const char *spec_statement(const struct statement *s)
{
	switch (s->op) {
	case S_ASSIGN:
		return format("%s <- %s", s->variable->name,
			spec_expr(s->value));
	case S_SEND:
		return send_text(s);
	case S_START:
		return format("start %s", s->timer->name);
	case S_RESTART:
		return format("restart %s", s->timer->name);
	case S_CANCEL:
		return format("cancel %s", s->timer->name);
	case S_SIGNAL:
		return format("signal %s", s->named->name);
	case S_REPLY:
		return format("return %s", s->named->name);
	case S_DELETE:
		return "delete";
	case S_ACTION:
		return s->action->name;
	case S_OPERATION:
		break;
	}
	return s->value ? format("%s %s", s->operation->name,
		spec_expr(s->value)) : s->operation->name;
}

/* --------------------------------------------------------------- states */

static const char *range_name(const struct spec *spec, size_t from, size_t to)
{
	const char *first = spec->states.at[from]->name;
	const char *last = spec->states.at[to]->name;

	if (from == to)
		return first;
	return format(to == from + 1 ? "%s %s" : "%s .. %s", first, last);
}

const char *spec_states(const struct spec *spec, uint64_t states, uint64_t any)
{
	const char *s = "";

	if (states == any && (states & (states - 1)))
		return "any";
	for (size_t i = 0; i < spec->states.n; i++) {
		size_t to = i;

		if (!(states & bit_of(i)))
			continue;
		while (to + 1 < spec->states.n && states & bit_of(to + 1))
			to++;
		s = format("%s%s%s", s, *s ? " " : "", range_name(spec, i, to));
		i = to;
	}
	return s;
}

/* ----------------------------------------------------------------- HTML */

const char *html_safe(const char *text)
{
	char *out = xalloc(5 * strlen(text) + 1), *p = out;

	for (; *text; text++)
		switch (*text) {
		case '<': p = stpcpy(p, "&lt;"); break;
		case '>': p = stpcpy(p, "&gt;"); break;
		case '&': p = stpcpy(p, "&amp;"); break;
		default:  *p++ = *text;
		}
	return out;
}
