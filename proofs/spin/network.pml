/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The network: for each end the segments on their way to it, K at most, the
 * greater first, 0 where there is none. A segment is one number:
 *
 *      bits    0-3     4-7     8-11      12-13  14-15  16-17  18-19  20
 *              <SEQ>   <ACK>   <CTL>     <DATA> FROM   TO     INDEX  1
 *                              FIN 1 SYN 2 RST 4 ACK 8
 *
 * What no real segment carries lets a property see what an end cannot see:
 *      FROM    the life (incarnation) of the sender, 0 if it is not of this
 *              story: a stale segment
 *      TO      the life of the receiver that the sender thinks it talks to
 *      INDEX   which octet of the sender's text is the first in it
 *
 * Kept in order, so that what differs in order only is one state. Where
 * BOUNDED is 0 what arrives stays, and so may come again; the same segment
 * sent twice is there once. A segment sent into a full network is lost.
 */
int net[2 * K];

#define SEQ(s)   ((s) & 15)
#define ACKN(s)  (((s) >> 4) & 15)
#define CTL(s)   (((s) >> 8) & 15)
#define DATA(s)  (((s) >> 12) & 3)
#define FROM(s)  (((s) >> 14) & 3)
#define TO(s)    (((s) >> 16) & 3)
#define INDEX(s) (((s) >> 18) & 3)
#define HAS_FIN(s) (((s) >> 8) & 1)
#define HAS_SYN(s) (((s) >> 9) & 1)
#define HAS_RST(s) (((s) >> 10) & 1)
#define HAS_ACK(s) (((s) >> 11) & 1)

#define FIN_ 1
#define SYN_ 2
#define RST_ 4
#define ACK_ 8
#define BARE(seq, ack, ctl) \
	((((seq)) % FSM_MOD) | ((((ack)) % FSM_MOD) << 4) | \
	 ((ctl) << 8) | (1 << 20))

/* FSM_CTL has PSH between RST and ACK, and URG; the model needs neither. */
#define NARROW(ctl) (((ctl) & 7) | (((ctl) & FSM_CTL_ACK) != 0 -> ACK_ : 0))
#define WIDE(ctl)   (((ctl) & 7) | (((ctl) & ACK_) != 0 -> FSM_CTL_ACK : 0))

#define SUB(a, b) (((a) + FSM_MOD - (b)) % FSM_MOD)

#define ANY(p)      (net[(p) * K] != 0)         /* something is on its way */
#define FULL(p)     (net[(p) * K + K - 1] != 0)
#define EMPTY_NET   (net[0] == 0 && net[K] == 0)

HIDDEN int moving;
HIDDEN byte at;

/* Puts a segment on its way to an end. */
inline put(whom, what)
{
	moving = what;
	at = (whom) * K;
	do
	:: at < (whom) * K + K && net[at] > moving -> at++
	:: else -> break
	od;
	if
	:: !BOUNDED && at < (whom) * K + K && net[at] == moving -> skip
	:: FULL(whom) ->
		assert(!BOUNDED);
		printf("@ NET full %d", whom); trace_segment(moving)
	:: else ->
		do
		:: at < (whom) * K + K && moving != 0 ->
			other = net[at];
			net[at] = moving;
			moving = other;
			at++
		:: else -> break
		od
	fi;
	moving = 0;
	other = 0;
	at = 0
}

/* Takes the segment in a place away. */
inline take(place)
{
	at = place;
	do
	:: at % K < K - 1 ->
		net[at] = net[at + 1];
		at++
	:: else ->
		net[at] = 0;
		break
	od;
	at = 0
}
