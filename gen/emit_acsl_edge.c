/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ACSL back end, the edge of the machine: how a context begins, how its output
 * is packed into the public struct, and what fsm_step does with both.
 *
 *     *t, *e, *c -> begin -> machine -> *t
 *                                    -> pack -> *o
 *
 * ACSL has no way to write a record down, only to change one. So `begin` and
 * `pack` change every member of a record of which nothing is known: fsm_any
 * and fsm_any_out are constants without an axiom.
 */
#include "emit_acsl.h"

/* ---------------------------------------------------------------- begin */

static void zero(struct acsl_post *post, const char *path, const char *type)
{
	acsl_set(post, path, format("(%s)0", type));
}

static void zero_named(struct acsl_post *post, const char *prefix,
	const char *name)
{
	zero(post, format("o.%s_%s", prefix, c_name(name)), "uint8_t");
}

static void zero_message(const struct spec *spec, struct acsl_post *post)
{
	if (!spec->message)
		return;
	zero(post, "o.sent", "uint8_t");
	for (size_t i = 0; i < spec->headers.n; i++)
		zero(post, format("o.%s.%s", c_name(spec->message),
			c_name(spec->headers.at[i]->name)),
			spec->headers.at[i]->is_flags ? "uint8_t" : "uint32_t");
}

static void zero_effect(const struct spec *spec, struct acsl_post *post)
{
	zero_message(spec, post);
	zero(post, "o.reply", "uint8_t");
	for (size_t i = 0; i < spec->timers.n; i++)
		zero_named(post, "timer", spec->timers.at[i]->name);
	for (size_t i = 0; i < spec->signals.n; i++)
		zero_named(post, "signal", spec->signals.at[i]->name);
	for (size_t i = 0; i < spec->operations.n; i++)
		zero_named(post, "op", spec->operations.at[i]->name);
	for (size_t i = 0; i < spec->operations.n; i++)
		if (spec->operations.at[i]->octets)
			zero(post, format("o.%s",
				c_name(spec->operations.at[i]->name)),
				"uint32_t");
}

static void begin(const struct spec *spec, FILE *out)
{
	static const char parameters[] =
		"struct fsm_choices c, struct fsm_event e, struct fsm_tcb t";
	struct acsl_post post = { { 0 } };

	acsl_set(&post, "t", "t");
	acsl_set(&post, "e", "e");
	acsl_set(&post, "c", "c");
	zero_effect(spec, &post);
	for (size_t i = 0; i < most_phases(spec); i++)
		zero(&post, format("l.r%zu", i), "uint16_t");
	zero(&post, "then", "uint16_t");
	acsl_logic(out, format("struct fsm_ctx begin(%s)", parameters),
		acsl_record(&post, "fsm_any"));
	acsl_function(out, NULL, "ensures \\result == begin(c, e, t);",
		format("struct fsm_ctx fsm_begin(%s)", parameters));
}

/* ----------------------------------------------------------------- pack */

/* A mask: the sum of the bits whose member is VALUE. */
static void bit(acsl_list *mask, const char *prefix, const char *name,
	const char *value, const char *word)
{
	vec_push(mask, format("(x.o.%s_%s %s ? FSM_%s_%s : 0)", prefix,
		c_name(name), value, word, upper_name(name)));
}

/* A function of its own: the masks together are too much for one goal. */
static void set_mask(FILE *out, struct acsl_post *post, const char *path,
	const acsl_list *mask)
{
	acsl_logic(out, format("integer mask_%s(struct fsm_ctx x)", path),
		format("(uint32_t)(%s)", acsl_join(mask, " + ", "0")));
	acsl_reader(out, NULL, format("ensures \\result == mask_%s(*x);", path),
		format("uint32_t fsm_pack_%s(const struct fsm_ctx *x)", path));
	acsl_set(post, path, format("(uint32_t)mask_%s(x)", path));
}

static void masks(const struct spec *spec, FILE *out, struct acsl_post *post)
{
	acsl_list started = { 0 }, cancelled = { 0 }, signals = { 0 };
	acsl_list operations = { 0 };

	for (size_t i = 0; i < spec->signals.n; i++)
		bit(&signals, "signal", spec->signals.at[i]->name, "!= 0",
			"SIGNAL");
	for (size_t i = 0; i < spec->timers.n; i++) {
		bit(&started, "timer", spec->timers.at[i]->name,
			"== FSM_STARTED", "TIMER");
		bit(&cancelled, "timer", spec->timers.at[i]->name,
			"== FSM_CANCELLED", "TIMER");
	}
	for (size_t i = 0; i < spec->operations.n; i++)
		bit(&operations, "op", spec->operations.at[i]->name, "!= 0",
			"OP");
	set_mask(out, post, "signals", &signals);
	set_mask(out, post, "started", &started);
	set_mask(out, post, "cancelled", &cancelled);
	set_mask(out, post, "operations", &operations);
}

static void copy_effect(const struct spec *spec, FILE *out,
	struct acsl_post *post)
{
	if (spec->message) {
		const char *name = c_name(spec->message);

		acsl_set(post, "sent", "x.o.sent");
		acsl_set(post, name, format("x.o.%s", name));
	}
	acsl_set(post, "reply", "x.o.reply");
	masks(spec, out, post);
	for (size_t i = 0; i < spec->operations.n; i++) {
		const char *name = c_name(spec->operations.at[i]->name);

		if (spec->operations.at[i]->octets)
			acsl_set(post, name, format("x.o.%s", name));
	}
}

static void pack(const struct spec *spec, FILE *out)
{
	struct acsl_post post = { { 0 } };
	const char *o = "unfired(x)";

	copy_effect(spec, out, &post);
	zero(&post, "fired", "uint8_t");
	for (size_t i = 0; i < most_phases(spec); i++) {
		zero(&post, format("row[%zu]", i), "uint16_t");
		o = format("fire(%s, x.l.r%zu)", o, i);
	}
	acsl_logic(out, "struct fsm_out unfired(struct fsm_ctx x)",
		acsl_record(&post, "fsm_any_out"));
	acsl_reader(out, NULL, "ensures \\result == unfired(*x);\n"
		"ensures \\result.fired == 0;",
		"struct fsm_out fsm_unfired(const struct fsm_ctx *x)");
	acsl_logic(out, "struct fsm_out pack(struct fsm_ctx x)", o);
	acsl_reader(out, NULL, "ensures \\result == pack(*x);",
		"struct fsm_out fsm_pack(const struct fsm_ctx *x)");
}

static const char fire[] =
	"/*@ logic struct fsm_out fire(struct fsm_out o, integer row) =\n"
	"	row != 0 ? { o \\with .row[o.fired] = (uint16_t)row,\n"
	"		.fired = (uint8_t)(o.fired + 1) } : o; */\n"
	"/*@ requires \\valid(o) && o->fired < FSM_FIRED_MAX;\n"
	"    terminates \\true; exits \\false; assigns *o;\n"
	"    ensures *o == fire(\\old(*o), row);\n"
	"    ensures o->fired <= \\old(o->fired) + 1; */\n"
	"static void fsm_fire(struct fsm_out *o, uint16_t row);\n\n";

static const char step[] =
	"/*@ requires \\valid_read(c) && \\valid_read(e);\n"
	"    requires \\valid(t) && \\valid(o) && \\separated(c, e, t, o);\n"
	"    requires typed(begin(*c, *e, *t));\n"
	"    terminates \\true; exits \\false; assigns *t, *o;\n"
	"    ensures typed(begin(*c, *e, *t));\n"
	"    ensures *t == machine(begin(\\old(*c), \\old(*e), \\old(*t))).t;\n"
	"    ensures *o ==\n"
	"	pack(machine(begin(\\old(*c), \\old(*e), \\old(*t)))); */\n"
	"void fsm_step(const struct fsm_choices *c,"
	" const struct fsm_event *e,\n"
	"	struct fsm_tcb *t, struct fsm_out *o);\n";

void acsl_edge(const struct spec *spec, FILE *out)
{
	fputs("/* section edge */\n\n", out);
	fputs("/*@ axiomatic Any { logic struct fsm_ctx fsm_any;\n"
		"	logic struct fsm_out fsm_any_out; } */\n\n", out);
	begin(spec, out);
	fputs(fire, out);
	pack(spec, out);
	fputs(step, out);
}
