/* SPDX-License-Identifier: BSD-2-Clause */
/* The user of a stack, and its wire: world.h. */
#include "world.h"

#include "oracle.h"

#define MUST(x, ...) fuzz_check(x, __VA_ARGS__)

enum { REPORTS_MAX = 4 * WORLD_SLOTS };

static uint8_t octets[WORLD_FRAME];

/* ---------------------------------------------------------------- wire */

static void judge(struct world *world, size_t n, const struct wire_frame *f,
		  const struct tw_frame *about)
{
	struct witness *w = world_witness(world, about->handle);

	MUST(n <= world->config.mtu + 14u || about->gso_size > 0,
	     "a frame of %zu octets", n);
	if (f->ether.type != ETHER_IPV4)
		return;
	MUST(f->ip.src == world->config.address, "not our address");
	MUST((f->tcp.flags & (TCP_SYN | TCP_RST)) != (TCP_SYN | TCP_RST),
	     "SYN and RST");
	if (w != NULL)
		witness_emitted(w, &world->config, f, octets, about,
				!world->parked);
	else
		MUST(f->text == 0, "text of nobody");
}

/* More frames than this at one moment are without end. */
static unsigned burst(const struct world *world)
{
	return 2 * world->tw->outgoing.size + 8 +
		world->tw->slots * (world->config.send_buffer / 64 + 8);
}

void world_output(struct world *world, size_t room, world_wire *wire,
		  void *context)
{
	struct tw_frame about;
	struct wire_frame f;
	unsigned most = burst(world), sent = 0;
	size_t n;

	for (;;) {
		world_before(world);
		n = tw_output(world->tw, octets, room, &about, world->now);
		world_after(world);
		if (n == 0)
			return;
		MUST(n <= room, "%zu octets for %zu", n, room);
		MUST(wire_parse(octets, (uint32_t)n, about.needs_checksum ?
				WIRE_VOUCHED : 0, &f) == WIRE_OK,
		     "a frame that is none");
		MUST(++sent <= most, "frames without end");
		fuzz_tell("            %c puts %zu octets on the wire, %s",
			  world->name, n, f.ether.type == ETHER_IPV4 ?
			  "TCP" : "ARP");
		judge(world, n, &f, &about);
		world->frames++;
		if (wire != NULL)
			wire(context, octets, n, &f);
	}
}

/* ------------------------------------------------------------- reports */

static void judge_report(struct world *world, const struct tw_report *report)
{
	struct witness *w = world_witness(world, report->handle);

	fuzz_tell("            %c %llx reports %x, reason %d", world->name,
		  (unsigned long long)report->handle, report->what,
		  report->reason);
	MUST(w != NULL, "a report about nobody");
	MUST(report->what != 0, "a report of nothing");
	MUST(!w->ended, "a report after the last one");
	if (report->what & TW_READABLE)
		w->news = false;
	if (!(report->what & TW_CLOSED))
		return;
	MUST(w->known, "the end of what the user never had");
	w->ended = true;
	w->reason = report->reason;
}

void world_reports(struct world *world)
{
	struct tw_report report;
	unsigned n = 0;

	for (;;) {
		world_before(world);
		if (!tw_report(world->tw, &report))
			break;
		world_after(world);
		judge_report(world, &report);
		MUST(++n < REPORTS_MAX, "reports without end");
	}
	for (int i = 0; i < WORLD_SLOTS; i++)
		MUST(!world->witness[i].known || world->witness[i].released ||
		     !world->witness[i].news, "text came, and no report");
}

/* ---------------------------------------------------------------- OPEN */

static tw_handle known(struct world *world, tw_handle handle)
{
	struct witness *w = world_witness(world, handle);

	world_after(world);
	if (handle < 0)
		return handle;
	MUST(w != NULL, "a handle nobody heard of");
	MUST(!w->known, "the same handle again");
	w->known = true;
	return handle;
}

tw_handle world_listen(struct world *world, uint16_t port,
		       const struct tw_endpoint *remote, uint32_t backlog)
{
	tw_handle handle;

	world_before(world);
	handle = tw_listen(world->tw, port, remote, backlog, world->now);
	world_after(world);
	return handle;
}

tw_handle world_connect(struct world *world, uint16_t port,
			const struct tw_endpoint *remote)
{
	world_before(world);
	return known(world, tw_connect(world->tw, port, remote, world->now));
}

tw_handle world_accept(struct world *world, tw_handle listener)
{
	world_before(world);
	return known(world, tw_accept(world->tw, listener));
}

void world_open(struct world *world, tw_handle handle,
		const struct tw_endpoint *remote)
{
	int error;

	world_before(world);
	error = tw_open(world->tw, handle, remote, world->now);
	world_after(world);
	if (error == TW_OK)
		world_witness(world, handle)->known = true;
}

/* ------------------------------------------------------- SEND, RECEIVE */

static void judge_send(struct witness *w, const struct connection *c,
		       size_t space, size_t n, unsigned flags, int64_t took)
{
	size_t most = n < space ? n : space;

	MUST(took <= (int64_t)n, "more taken than given");
	if (took < 0)
		return;
	MUST(w != NULL, "text taken for a stale handle");
	MUST((size_t)took == most,
	     "%zu octets taken, and there was room for %zu", (size_t)took,
	     most);
	MUST(took > 0 || n == 0, "nothing taken, and no error");
	MUST(!(flags & TW_URGENT) || (size_t)took == n,
	     "half of an urgent text");
	w->written += (uint64_t)took;
	if (c->tcb.state != FSM_LISTEN)
		w->known = true;
}

int64_t world_send(struct world *world, tw_handle handle, size_t n,
		   unsigned flags)
{
	struct witness *w = world_witness(world, handle);
	size_t space = tw_send_space(world->tw, handle);
	int64_t took;

	if (n > sizeof octets)
		n = sizeof octets;
	for (size_t i = 0; i < n; i++)
		octets[i] = witness_octet(handle, (w ? w->written : 0) + i);
	world_before(world);
	took = tw_send(world->tw, handle, octets, n, flags, world->now);
	world_after(world);
	judge_send(w, &world->tw->connection[(uint32_t)handle %
					     world->tw->slots],
		   space, n, flags, took);
	return took;
}

static void judge_recv(struct world *world, struct witness *w, size_t ready,
		       size_t n, int64_t got)
{
	size_t most = n < ready ? n : ready;

	if (got == TW_E_CLOSING && w != NULL && w->in.open && !w->in.vague &&
	    world->config.choices.read_after_fin)
		MUST(w->in.ended && w->in.read + 1 == w->in.nxt,
		     "the end of the stream comes too early");
	if (got < 0)
		return;
	MUST((size_t)got == most, "%zu octets of %zu", (size_t)got, most);
	MUST(w != NULL, "octets from a stale handle");
	MUST(reassembly_read(&w->in, octets, (size_t)got),
	     "octets that the peer did not send");
}

int64_t world_recv(struct world *world, tw_handle handle, size_t n)
{
	size_t ready = tw_recv_ready(world->tw, handle);
	int64_t got;

	if (n > sizeof octets)
		n = sizeof octets;
	world_before(world);
	got = tw_recv(world->tw, handle, octets, n, world->now);
	world_after(world);
	judge_recv(world, world_witness(world, handle), ready, n, got);
	return got;
}

const uint8_t *world_octets(void)
{
	return octets;
}

/* --------------------------------------------------------------- CLOSE */

void world_shutdown(struct world *world, tw_handle handle)
{
	struct witness *w = world_witness(world, handle);
	bool listens = w != NULL && world_slot(world, (uint32_t)handle) &&
		world_slot(world, (uint32_t)handle)->tcb.state == FSM_LISTEN;
	int error;

	world_before(world);
	error = tw_shutdown(world->tw, handle, world->now);
	world_after(world);
	if (error != TW_OK)
		return;
	MUST(w != NULL, "half closed what was not open");
	w->shut = true;
	w->released = listens;
}

void world_close(struct world *world, tw_handle handle)
{
	struct witness *w = world_witness(world, handle);
	int error;

	world_before(world);
	error = tw_close(world->tw, handle, world->now);
	world_after(world);
	if (error == TW_OK) {
		MUST(w != NULL, "closed what was not open");
		w->shut = true;
		w->released = true;
	}
	MUST(tw_close(world->tw, handle, world->now) == TW_E_NOT_EXIST,
	     "closed twice");
}

void world_abort(struct world *world, tw_handle handle)
{
	world_before(world);
	tw_abort(world->tw, handle, world->now);
	world_after(world);
}

void world_status(struct world *world, tw_handle handle)
{
	struct tw_status status = { 0 };
	int error;

	world_before(world);
	error = tw_status(world->tw, handle, &status, world->now);
	world_after(world);
	if (error != TW_OK)
		return;
	MUST(status.state != FSM_CLOSED, "CLOSED, and it says all is well");
	MUST(status.on_hand == tw_recv_ready(world->tw, handle),
	     "two answers about what is on hand");
	MUST(status.unsent <= world->config.send_buffer, "more than fits");
}
