/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACSL back end, rows: the closed form of what a row leaves.
 *
 * C executes the statements of a row one after the other. The contract does
 * not: it says the final value of every member that changes, in terms of the
 * context before the row. So the statements are executed here on symbols, each
 * under the substitution of those before it:
 *
 *     SND.NXT <- SND.NXT + N, send <SEQ=SND.NXT>
 *
 *     t.snd_nxt      = x.t.snd_nxt + x.e.n
 *     o.segment.seq  = x.t.snd_nxt + x.e.n
 *
 * Whatever is not listed is as it was: the contract is one equality of records.
 */
#include <string.h>

#include "emit_acsl.h"

static const char *width(const struct variable *v)
{
	return v->type.kind == TY_FLAG ? "uint8_t" : "uint32_t";
}

/* VALUE as TYPE. A member of the context, or a cast, is one already. */
static const char *cast(const char *type, const char *value)
{
	bool member = strncmp(value, "x.", 2) == 0 && !strchr(value, ' ');
	bool is_cast = value[0] == '(' &&
		strncmp(value + 1, type, strlen(type)) == 0;

	return member || is_cast ? value : format("(%s)%s", type, value);
}

static void assign(struct acsl_post *post, const struct statement *s)
{
	const struct variable *v = s->variable;
	const char *value = acsl_expr(s->value, post);

	if (s->value->op == E_TRUE || s->value->op == E_FALSE)
		value = s->value->op == E_TRUE ? "1" : "0";
	else if (v->type.kind == TY_FLAG)
		value = format("(%s ? 1 : 0)", value);
	acsl_set(post, acsl_path(v), cast(width(v), value));
}

/* The bits of a flags header, summed. */
static const char *flags_term(const struct header_item *item,
	const struct acsl_post *post)
{
	const char *sum = "";

	for (size_t i = 0; i < item->flags.n; i++) {
		const struct flag_item *f = &item->flags.at[i];
		const char *bit = format("FSM_%s_%s",
			upper_name(item->header->name),
			upper_name(item->header->flags.at[f->bit]));

		if (f->when)
			bit = format("(%s ? %s : 0)",
				acsl_expr(f->when, post), bit);
		sum = i == 0 ? bit : format("%s + %s", sum, bit);
	}
	return format("(uint8_t)(%s)", item->flags.n == 0 ? "0" : sum);
}

static const char *header_term(const struct statement *s,
	const struct header *h, const struct acsl_post *post)
{
	for (size_t i = 0; i < s->headers.n; i++) {
		const struct header_item *item = &s->headers.at[i];

		if (item->header != h)
			continue;
		if (h->is_flags)
			return flags_term(item, post);
		return cast("uint32_t", acsl_expr(item->value, post));
	}
	return h->is_flags ? "(uint8_t)0" : "(uint32_t)0";
}

static void send(const struct spec *spec, struct acsl_post *post,
	const struct statement *s)
{
	acsl_set(post, "o.sent", "(uint8_t)1");
	for (size_t i = 0; i < spec->headers.n; i++) {
		const struct header *h = spec->headers.at[i];

		acsl_set(post, format("o.%s.%s", c_name(spec->message),
			c_name(h->name)), header_term(s, h, post));
	}
}

static const char *timer_path(const struct timer *t)
{
	return format("o.timer_%s", c_name(t->name));
}

static void restart(struct acsl_post *post, const struct timer *t)
{
	acsl_set(post, timer_path(t), "(uint8_t)FSM_STARTED");
	acsl_set(post, acsl_armed(t), "(uint8_t)1");
}

static void cancel(struct acsl_post *post, const struct timer *t)
{
	acsl_set(post, timer_path(t), "(uint8_t)FSM_CANCELLED");
	acsl_set(post, acsl_armed(t), "(uint8_t)0");
}

/* T is told WORD if it is not running, or, with RUNNING, if it is. */
static void tell(struct acsl_post *post, const struct timer *t, bool running,
	const char *word)
{
	const char *armed = acsl_value(post, acsl_armed(t));

	acsl_set(post, timer_path(t), format("(uint8_t)(%s %s 0 ? %s : %s)",
		armed, running ? "!=" : "==", word,
		acsl_value(post, timer_path(t))));
	acsl_set(post, acsl_armed(t), running ? "(uint8_t)0" : "(uint8_t)1");
}

static void delete(const struct spec *spec, struct acsl_post *post)
{
	for (size_t i = 0; i < spec->variables.n; i++) {
		const struct variable *v = spec->variables.at[i];

		acsl_set(post, acsl_path(v), format("(%s)0", width(v)));
	}
	for (size_t i = 0; i < spec->timers.n; i++)
		tell(post, spec->timers.at[i], true, "FSM_CANCELLED");
}

static void operation(struct acsl_post *post, const struct statement *s)
{
	const char *name = c_name(s->operation->name);

	acsl_set(post, format("o.op_%s", name), "(uint8_t)1");
	if (s->operation->octets)
		acsl_set(post, format("o.%s", name),
			cast("uint32_t", acsl_expr(s->value, post)));
}

void acsl_statement(const struct spec *spec, struct acsl_post *post,
	const struct statement *s)
{
	switch (s->op) {
	case S_ASSIGN:
		assign(post, s);
		break;
	case S_SEND:
		send(spec, post, s);
		break;
	case S_START:
		tell(post, s->timer, false, "FSM_STARTED");
		break;
	case S_RESTART:
		restart(post, s->timer);
		break;
	case S_CANCEL:
		cancel(post, s->timer);
		break;
	case S_SIGNAL:
		acsl_set(post, format("o.signal_%s", c_name(s->named->name)),
			"(uint8_t)1");
		break;
	case S_REPLY:
		acsl_set(post, "o.reply", format("(uint8_t)FSM_REPLY_%s",
			upper_name(s->named->name)));
		break;
	case S_OPERATION:
		operation(post, s);
		break;
	case S_DELETE:
		delete(spec, post);
		break;
	case S_ACTION:
		break;
	}
}

struct acsl_post acsl_row(const struct spec *spec, const struct row *row)
{
	struct acsl_post post = { { 0 } };

	for (size_t i = 0; i < row->flat.n; i++)
		acsl_statement(spec, &post, row->flat.at[i]);
	if (row->next)
		acsl_set(&post, "t.state", format("(uint8_t)FSM_%s",
			upper_name(row->next->name)));
	if (row->then != THEN_NEXT)
		acsl_set(&post, "then", row->then == THEN_STOP ?
			"(uint16_t)FSM_STOP" : format("(uint16_t)FSM_P_%s",
			upper_name(row->target->name)));
	acsl_set(&post, format("l.r%zu",
		place_of(row->phase->event, row->phase)),
		format("(uint16_t)FSM_R_%s", row->id));
	return post;
}
