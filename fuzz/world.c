/* SPDX-License-Identifier: BSD-2-Clause */
#define _DEFAULT_SOURCE	/* MAP_ANONYMOUS */
#include "world.h"

#include <string.h>
#include <sys/mman.h>

#include "oracle.h"
#include "sound.h"
#include "wire.h"

#define MUST(x, ...) fuzz_check(x, __VA_ARGS__)

enum {
	ROOM = 8 << 20,		/* octets, for the largest configuration */
	PAGE = 1 << 16,
	CANARY = 64,		/* octets in front that must not change */
	FILL = 0xa5
};

/* -------------------------------------------------------------- memory */

static uint8_t *room_of(int which)
{
	static uint8_t *room[WORLDS];
	void *at;

	if (room[which] != NULL)
		return room[which];
	at = mmap(NULL, ROOM + PAGE, PROT_READ | PROT_WRITE,
		  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	MUST(at != MAP_FAILED, "no memory for a stack");
	room[which] = at;
	MUST(mprotect(room[which] + ROOM, PAGE, PROT_NONE) == 0,
	     "no page behind it");
	return room[which];
}

static void memory_is_fixed(const struct world *world)
{
	const uint8_t *before = world->memory - CANARY;

	for (int i = 0; i < CANARY; i++)
		MUST(before[i] == FILL, "octet %d before the memory given "
		     "was written to", i - CANARY);
}

/* --------------------------------------------------------------- trace */

static const char *ctl_text(uint8_t ctl)
{
	static const char letters[] = "FSRPAU";
	static char text[sizeof letters];
	size_t n = 0;

	for (int i = 0; i < 6; i++)
		if (ctl & 1u << i)
			text[n++] = letters[i];
	text[n] = '\0';
	return text;
}

static void tell(const struct world *world, const struct tw_trace *t)
{
	const struct fsm_out *o = t->out;
	char rows[400] = "";
	size_t n = 0;

	if (!fuzz_tracing())
		return;
	for (int i = 0; i < o->fired && n < 360; i++) {
		strcpy(rows + n, " ");
		strcat(rows, fsm_row_name[o->row[i]]);
		n = strlen(rows);
	}
	fuzz_tell("%llu.%06llu %c %llx %s SEQ=%u ACK=%u n=%u WND=%u  %s -> "
		  "%s%s", (unsigned long long)(t->now / 1000000),
		  (unsigned long long)(t->now % 1000000), world->name,
		  (unsigned long long)t->handle,
		  fsm_event_name[t->event->kind], t->event->seg_seq,
		  t->event->seg_ack, t->event->seg_text, t->event->seg_wnd,
		  fsm_state_name[t->before], fsm_state_name[t->after], rows);
	fuzz_tell("            UNA=%u NXT=%u SND.WND=%u  RCV.NXT=%u "
		  "RCV.WND=%u", t->tcb->snd_una, t->tcb->snd_nxt,
		  t->tcb->snd_wnd, t->tcb->rcv_nxt, t->tcb->rcv_wnd);
	if (o->sent)
		fuzz_tell("            sends <SEQ=%u><ACK=%u><CTL=%s>"
			  "<DATA=%u>", o->segment.seq, o->segment.ack,
			  ctl_text(o->segment.ctl), o->segment.data);
}

/* RFC 9293 section 3.5.2, RFC 5961 section 3.2. */
static void judge_answer(const struct world *world, const struct tw_trace *t)
{
	if (world->header == NULL || !(world->header->flags & TCP_RST))
		return;
	MUST(!t->out->sent || !(t->out->segment.ctl & FSM_CTL_RST),
	     "a RST is answered by a RST");
	MUST(!t->out->sent || t->out->segment.ctl == FSM_CTL_ACK,
	     "a RST is answered by more than an acknowledgment");
}

static void watch(void *context, const struct tw_trace *t)
{
	struct world *world = context;
	struct witness *w;
	bool segment = t->event->kind == FSM_E_SEGMENT;

	tell(world, t);
	MUST(++world->events < WORLD_EVENTS, "one call, events without end");
	MUST(t->now == world->now, "it is not so late");
	sound_tcb(t->tcb, &world->config.choices);
	if (segment)
		judge_answer(world, t);
	if (t->handle < 0)
		return;
	w = &world->witness[(uint32_t)t->handle % WORLD_SLOTS];
	if (w->handle != t->handle)
		witness_begin(w, t->handle);
	witness_event(w, &world->config, t, segment ? world->arrival : NULL,
		      world->header);
}

/* --------------------------------------------------------------- calls */

const struct connection *world_slot(const struct world *world, uint32_t slot)
{
	const struct connection *c = &world->tw->connection[slot];

	if (slot >= world->tw->slots || c->link[QUEUE_FREE].member)
		return NULL;
	return c;
}

struct witness *world_witness(struct world *world, tw_handle handle)
{
	uint32_t slot = (uint32_t)handle;

	if (handle < 0 || slot >= world->tw->slots ||
	    world->witness[slot].handle != handle)
		return NULL;
	return &world->witness[slot];
}

void world_before(struct world *world)
{
	world->events = 0;
	for (uint32_t i = 0; i < world->tw->slots; i++)
		world->witness[i].before = world->tw->connection[i].tcb;
}

void world_after(struct world *world)
{
	const struct connection *c;

	sound_stack(world->tw);
	memory_is_fixed(world);
	for (uint32_t i = 0; i < world->tw->slots; i++) {
		c = world_slot(world, i);
		if (c != NULL &&
		    world->witness[i].handle == connection_handle(c))
			witness_settled(&world->witness[i], &world->config, c);
	}
	for (uint32_t i = 0; i < world->tw->neighbors.n; i++)
		world->parked |= world->tw->neighbors.at[i].parked;
}

void world_begin(struct world *world, int which, uint64_t now)
{
	uint8_t *room = room_of(which);

	world->config.trace = watch;
	world->config.trace_context = world;
	world->size = tw_size(&world->config);
	MUST(world->size > 0 && world->size + CANARY <= ROOM,
	     "a configuration of %zu octets", world->size);
	world->memory = room + ROOM - world->size;
	memset(world->memory - CANARY, FILL, world->size + CANARY);
	MUST(tw_init(world->memory, world->size - 1, &world->config, now) ==
	     NULL, "an octet less would do");
	world->tw = tw_init(world->memory, world->size, &world->config, now);
	MUST(world->tw != NULL, "it does not fit where it said it would");
	world->now = now;
	world->name = (char)('A' + which);
	world->parked = false;
	world->frames = 0;
	world->arrival = NULL;
	world->header = NULL;
	for (int i = 0; i < WORLD_SLOTS; i++) {
		world->witness[i].known = false;
		world->witness[i].handle = 0;
		reassembly_close(&world->witness[i].in);
	}
	world_after(world);
}

void world_input(struct world *world, const uint8_t *frame, uint32_t n,
		 unsigned flags)
{
	struct wire_frame f;
	struct arrival a;
	bool tcp = wire_parse(frame, n, flags & TW_CHECKSUM_OK ?
			      WIRE_VOUCHED : 0, &f) == WIRE_OK &&
		f.ether.type == ETHER_IPV4;

	if (tcp) {
		a = (struct arrival){ f.tcp.seq, f.tcp.ack, f.tcp.flags,
				      frame + f.text_at, f.text };
		world->arrival = &a;
		world->header = &f.tcp;
	}
	world_before(world);
	tw_input(world->tw, frame, n, flags, world->now);
	world_after(world);
	world->arrival = NULL;
	world->header = NULL;
}

void world_expire(struct world *world)
{
	world_before(world);
	tw_expire(world->tw, world->now);
	world_after(world);
	MUST(tw_next_deadline(world->tw) > world->now,
	     "what is due was not done: it would be called again at once");
}
