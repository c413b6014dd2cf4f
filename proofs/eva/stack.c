/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A program that does with the stack whatever a program can: any settings
 * that are valid, then for ever any call of tcpwright.h with any arguments at
 * any time. Sizes of arrays are fixed, small ones; everything else is free.
 *
 *      CONNECTIONS + TIME_WAITS slots    NEIGHBORS link addresses
 *      frames in: 0 .. FRAME octets      frames out: into 0 .. FRAME octets
 *      SEND, RECEIVE: 0 .. TEXT octets
 *
 * FRAME and TEXT are more than the stack takes at once. What a callback gets
 * it reads.
 */
#include "model.h"
#include "runtime/tcpwright.h"

enum { CONNECTIONS = 2, TIME_WAITS = 1, NEIGHBORS = 2, BUFFER = 1 << 17,
       FRAME = 1 << 17, TEXT = 1 << 18, MEMORY = 1 << 20 };

static uint8_t memory[MEMORY], frame[FRAME], text[TEXT];

static uint64_t prf(void *context, const void *data, size_t size)
{
	(void)context;
	reads(data, size);
	return any();
}

static void trace(void *context, const struct tw_trace *trace)
{
	struct fsm_event event = *trace->event;
	struct fsm_out out = *trace->out;
	struct fsm_tcb tcb = *trace->tcb;

	(void)context;
	(void)event;
	(void)out;
	(void)tcb;
}

static uint8_t any_flag(void)
{
	return (uint8_t)any_upto(1);
}

static void choose(struct fsm_choices *choices)
{
	choices->listen_on_syn = any_flag();
	choices->rst_in_time_wait = any_flag();
	choices->syn_ack_window = any_flag();
	choices->time_wait_any_ack = any_flag();
	choices->time_wait_restart = any_flag();
	choices->second_fin = any_flag();
	choices->reopen = any_flag();
	choices->read_after_fin = any_flag();
	choices->injection_check = any_flag();
	choices->probe_acks = any_flag();
	choices->half_duplex = any_flag();
	choices->fin_wait_2_limit = any_flag();
}

static void set_numbers(struct tw_config *config)
{
	config->address = (uint32_t)any();
	config->prefix = (uint8_t)any();
	config->gateway = (uint32_t)any();
	config->mtu = (uint16_t)any();
	config->ttl = (uint8_t)any();
	config->challenge_limit = (uint32_t)any();
	config->gso_size = (uint32_t)any();
}

static void set_times(struct tw_config *config)
{
	config->msl = any();
	config->user_timeout = any();
	config->rto_initial = any();
	config->rto_minimum = any();
	config->rto_maximum = any();
	config->delayed_ack = any();
	config->keepalive = any();
}

static void set_switches(struct tw_config *config)
{
	config->partial_checksum = any_flag();
	config->no_nagle = any_flag();
	config->no_congestion = any_flag();
	config->no_window_scale = any_flag();
	config->prf = prf;
	config->trace = any_flag() ? trace : NULL;
	choose(&config->choices);
}

static struct tw *start(void)
{
	struct tw_config config;
	uint64_t size = any_upto(sizeof memory);

	tw_defaults(&config);
	any_octets(config.mac, sizeof config.mac);
	set_numbers(&config);
	set_times(&config);
	set_switches(&config);
	config.connections = CONNECTIONS;
	config.time_waits = TIME_WAITS;
	config.neighbors = NEIGHBORS;
	config.send_buffer = BUFFER;
	config.receive_buffer = BUFFER;
	if (any_flag())
		size = tw_size(&config);
	return tw_init(memory, size, &config, any());
}

static void open_call(struct tw *tw)
{
	struct tw_endpoint remote = {(uint32_t)any(), (uint16_t)any()};
	struct tw_endpoint *given = any_flag() ? &remote : NULL;

	switch (any_upto(3)) {
	case 0:
		tw_listen(tw, (uint16_t)any(), given, (uint32_t)any(), any());
		break;
	case 1:
		tw_connect(tw, (uint16_t)any(), &remote, any());
		break;
	case 2:
		tw_open(tw, (tw_handle)any(), given, any());
		break;
	default:
		tw_accept(tw, (tw_handle)any());
		break;
	}
}

static void text_call(struct tw *tw)
{
	any_octets(text, TEXT);
	if (any_flag())
		tw_send(tw, (tw_handle)any(), text, any_upto(TEXT),
		        (unsigned)any(), any());
	else
		tw_recv(tw, (tw_handle)any(), text, any_upto(TEXT), any());
}

static void close_call(struct tw *tw)
{
	switch (any_upto(2)) {
	case 0:
		tw_shutdown(tw, (tw_handle)any(), any());
		break;
	case 1:
		tw_close(tw, (tw_handle)any(), any());
		break;
	default:
		tw_abort(tw, (tw_handle)any(), any());
		break;
	}
}

static void setting_call(struct tw *tw)
{
	switch (any_upto(3)) {
	case 0:
		tw_nodelay(tw, (tw_handle)any(), any_flag());
		break;
	case 1:
		tw_user_timeout(tw, (tw_handle)any(), any(), any());
		break;
	case 2:
		tw_keepalive(tw, (tw_handle)any(), any_flag(), any(), any());
		break;
	default:
		tw_diffserv(tw, (tw_handle)any(), (uint8_t)any());
		break;
	}
}

static void word(void)
{
	switch (any_upto(4)) {
	case 0:
		reads(tw_strerror((int64_t)any()), 1);
		break;
	case 1:
		reads(tw_state_name((unsigned)any()), 1);
		break;
	case 2:
		reads(tw_event_name((unsigned)any()), 1);
		break;
	case 3:
		reads(tw_row_name((unsigned)any()), 1);
		break;
	default:
		tw_version();
		break;
	}
}

static void question(struct tw *tw)
{
	struct tw_counters counters;
	struct tw_report report;
	struct tw_status status;
	uint32_t place = (uint32_t)any();

	switch (any_upto(6)) {
	case 0:
		tw_status(tw, (tw_handle)any(), &status, any());
		break;
	case 1:
		tw_each(tw, &place, &status);
		break;
	case 2:
		tw_send_space(tw, (tw_handle)any());
		break;
	case 3:
		tw_recv_ready(tw, (tw_handle)any());
		break;
	case 4:
		tw_report(tw, &report);
		break;
	case 5:
		tw_next_deadline(tw);
		break;
	default:
		tw_get_counters(tw, &counters);
		break;
	}
}

static void wire(struct tw *tw)
{
	struct tw_frame about;

	switch (any_upto(2)) {
	case 0:
		any_octets(frame, FRAME);
		tw_input(tw, frame, any_upto(FRAME), (unsigned)any(), any());
		break;
	case 1:
		tw_output(tw, frame, any_upto(FRAME),
		          any_flag() ? &about : NULL, any());
		break;
	default:
		tw_expire(tw, any());
		break;
	}
}

int main(void)
{
	struct tw *tw = start();

	if (tw == NULL)
		return 1;
	for (;;) {
		switch (any_upto(6)) {
		case 0:
			open_call(tw);
			break;
		case 1:
			text_call(tw);
			break;
		case 2:
			close_call(tw);
			break;
		case 3:
			setting_call(tw);
			break;
		case 4:
			question(tw);
			break;
		case 5:
			word();
			break;
		default:
			wire(tw);
			break;
		}
	}
}
