/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a row does: assignments, the message it sends, timers, answers.
 */
#include <string.h>

#include "parse.h"

static size_t flag_bit(struct parser *p, const struct header *h)
{
	struct token t = expect(p, T_UPPER, "a flag");
	const char *best = NULL;

	for (size_t i = 0; i < h->flags.n; i++) {
		if (h->flags.at[i] == t.name)
			return i;
		best = nearer(t.name, best, h->flags.at[i]);
	}
	refuse(p, t.pos, "no flag '%s' of %s%s", t.name, h->name,
		did_you_mean(best));
}

static void flag_list(struct parser *p, struct header_item *item)
{
	do {
		struct flag_item f = { flag_bit(p, item->header), NULL };

		if (take_word(p, "if"))
			f.when = expr(p);
		vec_push(&item->flags, f);
	} while (take(p, T_COMMA));
}

static struct header_item header_item(struct parser *p)
{
	struct token t = expect(p, T_UPPER, "a header field, as SEQ");
	struct header_item item = { 0 };

	item.header = resolve(p, K_HEADER, "header field", t);
	expect(p, T_EQ, "'='");
	p->in_header = true;
	if (item.header->is_flags)
		flag_list(p, &item);
	else
		item.value = expr(p);
	p->in_header = false;
	expect(p, T_GT, "'>'");
	return item;
}

static void send(struct parser *p, struct statement *s)
{
	s->op = S_SEND;
	if (p->token.kind != T_LT)
		expected(p, "'<' and a header field, as <SEQ=...>");
	while (p->token.kind == T_LT) {
		struct pos pos;
		struct header_item item;

		advance(p);
		pos = p->token.pos;
		item = header_item(p);
		for (size_t i = 0; i < s->headers.n; i++)
			if (s->headers.at[i].header == item.header)
				refuse(p, pos, "%s is given twice",
					item.header->name);
		vec_push(&s->headers, item);
	}
	if (p->token.kind == T_NUMBER || p->token.kind == T_UPPER)
		refuse(p, p->token.pos, "inside < and >, a comparison by > "
			"stands in parentheses");
}

static struct token object_name(struct parser *p, const char *what)
{
	return expect(p, T_LOWER, format("the name of a %s", what));
}

static void on_timer(struct parser *p, struct statement *s,
	enum statement_op op)
{
	s->op = op;
	s->timer = resolve(p, K_TIMER, "timer", object_name(p, "timer"));
	if (op != S_CANCEL)
		s->timer->used = true;
}

static void named(struct parser *p, struct statement *s, enum statement_op op)
{
	enum kind kind = op == S_REPLY ? K_REPLY : K_SIGNAL;
	const char *what = op == S_REPLY ? "reply" : "signal";

	s->op = op;
	s->named = resolve(p, kind, what, object_name(p, what));
	s->named->used = true;
}

static bool at_end_of_action(const struct parser *p)
{
	switch (p->token.kind) {
	case T_COMMA: case T_BAR: case T_NEWLINE: case T_END: case T_STRING:
		return true;
	default:
		return false;
	}
}

static void operate(struct parser *p, struct statement *s, struct token t)
{
	s->op = S_OPERATION;
	s->operation->used = true;
	if (!s->operation->octets && !at_end_of_action(p))
		refuse(p, p->token.pos, "operation '%s' takes no argument",
			t.name);
	if (s->operation->octets && at_end_of_action(p))
		refuse(p, t.pos, "operation '%s' takes a number of octets",
			t.name);
	if (s->operation->octets)
		s->value = expr(p);
}

static _Noreturn void unknown_action(struct parser *p, struct token t)
{
	static const char *const verbs[] = {
		"send", "start", "restart", "cancel", "signal", "return",
		"delete",
	};
	const char *best = NULL;

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		best = nearer(t.name, best, verbs[i]);
	if (!best)
		best = nearest(K_DO, t.name);
	refuse(p, t.pos, "no action or operation '%s'%s", t.name,
		did_you_mean(best));
}

static void action_name(struct parser *p, struct statement *s, struct token t)
{
	struct symbol *symbol = lookup(K_DO, t.name);

	if (!symbol)
		unknown_action(p, t);
	if (symbol->what != AN_ACTION) {
		s->operation = symbol->object;
		operate(p, s, t);
		return;
	}
	s->op = S_ACTION;
	s->action = symbol->object;
	s->action->used = true;
	if (!at_end_of_action(p))
		refuse(p, p->token.pos, "action '%s' takes no argument",
			t.name);
}

static void assignment(struct parser *p, struct statement *s, struct token t)
{
	struct symbol *symbol = lookup(K_VALUE, t.name);

	s->op = S_ASSIGN;
	if (!symbol)
		resolve(p, K_VALUE, "variable or field", t);
	if (symbol->what == A_DEFINE)
		refuse(p, t.pos, "'%s' is a definition: nothing can be "
			"assigned to it", t.name);
	s->variable = symbol->object;
	s->variable->used |= !s->variable->is_field;
	expect(p, T_ASSIGN, "'<-'");
	s->value = expr(p);
}

static void verb(struct parser *p, struct statement *s)
{
	struct token t = expect(p, T_LOWER, "an action");

	if (strcmp(t.name, "send") == 0)
		send(p, s);
	else if (strcmp(t.name, "start") == 0)
		on_timer(p, s, S_START);
	else if (strcmp(t.name, "restart") == 0)
		on_timer(p, s, S_RESTART);
	else if (strcmp(t.name, "cancel") == 0)
		on_timer(p, s, S_CANCEL);
	else if (strcmp(t.name, "signal") == 0)
		named(p, s, S_SIGNAL);
	else if (strcmp(t.name, "return") == 0)
		named(p, s, S_REPLY);
	else if (strcmp(t.name, "delete") == 0)
		s->op = S_DELETE;
	else
		action_name(p, s, t);
}

void actions(struct parser *p, statements *list)
{
	if (take(p, T_MINUS))
		return;
	do {
		struct statement *s = xalloc(sizeof *s);
		struct token t = p->token;

		s->pos = t.pos;
		if (take(p, T_UPPER))
			assignment(p, s, t);
		else
			verb(p, s);
		vec_push(list, s);
	} while (take(p, T_COMMA));
}
