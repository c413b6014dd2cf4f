/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a story may set. The defaults are those of tw_defaults(); only MSL is
 * shorter, lest every story that ends in TIME-WAIT takes four minutes.
 */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "demo_script.h"

/* Durations of struct tw_config. */
static const struct {
	const char *name;
	size_t at;
} durations[] = {
	{ "msl", offsetof(struct tw_config, msl) },
	{ "user_timeout", offsetof(struct tw_config, user_timeout) },
	{ "rto", offsetof(struct tw_config, rto_initial) },
	{ "rto_minimum", offsetof(struct tw_config, rto_minimum) },
	{ "rto_maximum", offsetof(struct tw_config, rto_maximum) },
	{ "delayed_ack", offsetof(struct tw_config, delayed_ack) },
	{ "keepalive", offsetof(struct tw_config, keepalive) }
};

/* Counts of it. */
static const struct {
	const char *name;
	size_t at;
} counts[] = {
	{ "connections", offsetof(struct tw_config, connections) },
	{ "time_waits", offsetof(struct tw_config, time_waits) },
	{ "send_buffer", offsetof(struct tw_config, send_buffer) },
	{ "receive_buffer", offsetof(struct tw_config, receive_buffer) },
	{ "challenge_limit", offsetof(struct tw_config, challenge_limit) }
};

/* The choices of spec/tcp.fsm. */
static const struct {
	const char *name;
	size_t at;
} choices[] = {
#define CHOICE(name) { #name, offsetof(struct fsm_choices, name) }
	CHOICE(listen_on_syn), CHOICE(rst_in_time_wait), CHOICE(syn_ack_window),
	CHOICE(time_wait_any_ack), CHOICE(time_wait_restart),
	CHOICE(second_fin), CHOICE(reopen), CHOICE(read_after_fin),
	CHOICE(injection_check), CHOICE(half_duplex), CHOICE(fin_wait_2_limit)
#undef CHOICE
};

static bool set_duration(struct tw_config *c, const char *name,
                         const char *text)
{
	uint64_t us;

	for (size_t i = 0; i < sizeof durations / sizeof *durations; i++) {
		if (strcmp(name, durations[i].name))
			continue;
		if (!demo_duration(text, &us))
			return false;
		memcpy((char *)c + durations[i].at, &us, sizeof us);
		return true;
	}
	return false;
}

static bool set_count(struct tw_config *c, const char *name, const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);
	uint32_t value = (uint32_t)n;

	if (*end || end == text || n > UINT32_MAX)
		return false;
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		if (!strcmp(name, counts[i].name)) {
			memcpy((char *)c + counts[i].at, &value, sizeof value);
			return true;
		}
	if (strcmp(name, "mtu") || n > UINT16_MAX)
		return false;
	c->mtu = (uint16_t)n;
	return true;
}

static bool set_choice(struct tw_config *c, const char *name, const char *text)
{
	bool on = !strcmp(text, "on");

	for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
		if (!strcmp(name, choices[i].name)) {
			*((uint8_t *)&c->choices + choices[i].at) = on;
			return on || !strcmp(text, "off");
		}
	return false;
}

bool demo_setting(struct demo_script *s, const char *const *word,
                  unsigned words)
{
	if (words == 3 && !strcmp(word[0], "choice"))
		return set_choice(&s->config, word[1], word[2]);
	if (words != 2)
		return false;
	if (!strcmp(word[0], "neighbors")) {
		s->strangers = true;
		return !strcmp(word[1], "unknown");
	}
	return set_duration(&s->config, word[0], word[1])
	       || set_count(&s->config, word[0], word[1]);
}
