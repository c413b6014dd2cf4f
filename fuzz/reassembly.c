/* SPDX-License-Identifier: BSD-2-Clause */
#include "reassembly.h"

#include "oracle.h"

enum { FIN = 1, SYN = 2, RST = 4, ACK = 16 };	/* RFC 9293 figure 1 */

/* From a to b going up; a is before b if that is less than half the circle. */
static uint32_t way(uint32_t a, uint32_t b)
{
	return b - a;
}

static bool behind(uint32_t a, uint32_t b)	/* a > b */
{
	return way(a, b) >= 0x80000000u;
}

void reassembly_close(struct reassembly *r)
{
	r->open = false;
	r->fin = false;
	r->ended = false;
	r->vague = false;
	r->n = 0;
}

/* -------------------------------------------------------------- pieces */

static uint32_t end_of(const struct piece *p)
{
	return p->seq + p->n;
}

/* Octets the user has read are nobody's business any more. */
static void forget_read(struct reassembly *r)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < r->n; i++)
		if (behind(end_of(&r->piece[i]), r->read))
			r->piece[kept++] = r->piece[i];
	r->n = kept;
}

static void keep(struct reassembly *r, uint32_t seq, const uint8_t *text,
		 uint32_t n)
{
	forget_read(r);
	fuzz_check(r->n < REASSEMBLY_PIECES, "more pieces than one run has");
	r->piece[r->n++] = (struct piece){ seq, n, text };
	if (r->fin && behind(seq + n, r->fin_at))
		r->vague = true;
}

/* Does this piece begin behind a gap? */
static bool is_apart(const struct reassembly *r, unsigned i)
{
	const struct piece *p = &r->piece[i], *q;

	if (!behind(p->seq, r->nxt))
		return false;
	for (unsigned k = 0; k < r->n; k++) {
		q = &r->piece[k];
		if (k != i && !behind(q->seq, p->seq) &&
		    !behind(p->seq, end_of(q)) && (q->seq != p->seq || k < i))
			return false;
	}
	return true;
}

static void count_gaps(struct reassembly *r)
{
	unsigned gaps = 0;

	for (unsigned i = 0; i < r->n; i++)
		gaps += is_apart(r, i);
	if (gaps > REASSEMBLY_GAPS)
		r->vague = true;
}

static void take_fin(struct reassembly *r, uint32_t at)
{
	if (r->fin && r->fin_at != at)
		r->vague = true;
	if (r->fin)
		return;
	r->fin = true;
	r->fin_at = at;
	for (unsigned i = 0; i < r->n; i++)
		if (behind(end_of(&r->piece[i]), at))
			r->vague = true;
}

/* Text from `first` on, and the FIN behind it: what the window lets in. */
static void take(struct reassembly *r, const struct arrival *a,
		 uint32_t first, uint32_t window)
{
	uint32_t edge = r->nxt + window, skip = 0, end = first + a->n;

	if (behind(r->nxt, first))
		skip = way(first, r->nxt);
	if ((a->flags & FIN) && !behind(r->nxt, end) && behind(edge, end))
		take_fin(r, end);
	if (behind(end, edge))
		end = edge;
	if (skip < a->n && behind(end, first + skip))
		keep(r, first + skip, a->text + skip, way(first + skip, end));
	count_gaps(r);
}

/* ------------------------------------------------------------ segments */

void reassembly_open(struct reassembly *r, const struct arrival *a,
		     uint32_t window)
{
	reassembly_close(r);
	r->open = true;
	r->nxt = a->seq + 1;
	r->read = r->nxt;
	take(r, a, r->nxt, window);
}

/* RFC 9293 table 6. */
static bool acceptable(const struct reassembly *r, const struct arrival *a,
		       uint32_t window)
{
	uint32_t length = a->n + ((a->flags & SYN) != 0) +
		((a->flags & FIN) != 0);

	if (length == 0)
		return window == 0 ? a->seq == r->nxt :
			way(r->nxt, a->seq) < window;
	return window > 0 && (way(r->nxt, a->seq) < window ||
			      way(r->nxt, a->seq + length - 1) < window);
}

static bool acknowledges(const struct arrival *a, const struct fsm_tcb *tcb,
			 const struct fsm_choices *choices)
{
	if (!(a->flags & ACK) || behind(a->ack, tcb->snd_nxt))
		return false;
	if (choices->injection_check &&
	    behind(tcb->snd_una - tcb->max_snd_wnd, a->ack))
		return false;
	return !tcb->syn_unacked || behind(a->ack, tcb->snd_una);
}

static bool takes_text(const struct fsm_tcb *tcb)
{
	return tcb->state == FSM_SYN_RECEIVED ||
		tcb->state == FSM_ESTABLISHED ||
		tcb->state == FSM_FIN_WAIT_1 || tcb->state == FSM_FIN_WAIT_2;
}

void reassembly_arrive(struct reassembly *r, const struct arrival *a,
		       const struct fsm_tcb *tcb,
		       const struct fsm_choices *choices)
{
	if (!r->open || r->ended || (a->flags & (SYN | RST)) ||
	    !takes_text(tcb) || !acceptable(r, a, tcb->rcv_wnd) ||
	    !acknowledges(a, tcb, choices))
		return;
	take(r, a, a->seq, tcb->rcv_wnd);
}

/* ------------------------------------------------------------ delivery */

/* The end of a piece that goes on from `seq`, or seq. */
static uint32_t reach(const struct reassembly *r, uint32_t seq)
{
	for (unsigned i = 0; i < r->n; i++)
		if (!behind(r->piece[i].seq, seq) &&
		    behind(end_of(&r->piece[i]), seq))
			return end_of(&r->piece[i]);
	return seq;
}

void reassembly_advance(struct reassembly *r)
{
	uint32_t next;

	if (!r->open || r->ended)
		return;
	while ((next = reach(r, r->nxt)) != r->nxt)
		r->nxt = next;
	if (!r->fin || behind(r->fin_at, r->nxt))
		return;
	r->nxt = r->fin_at + 1;
	r->ended = true;
}

static bool is_candidate(const struct reassembly *r, uint32_t seq,
			 uint8_t octet)
{
	const struct piece *p;

	for (unsigned i = 0; i < r->n; i++) {
		p = &r->piece[i];
		if (way(p->seq, seq) < p->n && p->text[seq - p->seq] == octet)
			return true;
	}
	return false;
}

bool reassembly_read(struct reassembly *r, const uint8_t *octets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!is_candidate(r, r->read + (uint32_t)i, octets[i]))
			return false;
	r->read += (uint32_t)n;
	return true;
}
