/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What is about to happen (act) happens: an event of the machine, and those
 * that follow from it by themselves, in the order of runtime/follow.c and
 * runtime/plan.c: HELD, a queued CLOSE, TRANSMIT, ACK_DUE.
 */
#define FLIGHT(p)  SUB(tcb[p].snd_nxt, tcb[p].snd_una)
#define IN_FLIGHT(p) (FLIGHT(p) == 0 -> 0 : \
	SUB(FLIGHT(p), tcb[p].syn_unacked + tcb[p].fin_sent))
#define UNSENT(p)  (wrote[p] >= base[p] + IN_FLIGHT(p) -> \
	wrote[p] - base[p] - IN_FLIGHT(p) : 0)
#define USABLE(p)  (FLIGHT(p) < 2 -> 2 - FLIGHT(p) : 0)
#define LEAST(a, b) ((a) < (b) -> (a) : (b))

inline clear_event()
{
	fsm_e_kind = NONE;
	fsm_e_seg_seq = 0; fsm_e_seg_ack = 0; fsm_e_seg_text = 0;
	fsm_e_syn = 0; fsm_e_ack = 0; fsm_e_rst = 0; fsm_e_fin = 0;
	fsm_e_isn = 0; fsm_e_n = 0;
	fsm_e_room = 1; fsm_e_active = 0; fsm_e_pending = 0;
	fsm_e_last = 0; fsm_e_remote = 1; fsm_e_both = 0; fsm_e_on_hand = 0
}

inline take_segment()
{
	fsm_e_kind = FSM_E_SEGMENT;
	fsm_e_seg_seq = SEQ(seg);
	fsm_e_seg_ack = ACKN(seg);
	fsm_e_seg_text = DATA(seg);
	fsm_e_syn = HAS_SYN(seg);
	fsm_e_ack = HAS_ACK(seg);
	fsm_e_rst = HAS_RST(seg);
	fsm_e_fin = HAS_FIN(seg);
	fsm_e_isn = ISN(who, life[who] + 1);
	fsm_e_room = life[who] < LIVES(who)
}

/* The host of `who` has lost its memory. */
inline crash()
{
	fsm_clear(tcb[who]);
	error[who] = 0;
	forget()
}

/* A new life, or none: nothing is left of the old one. */
inline forget()
{
	origin[who] = 0; left[who] = TEXT(who);
	wrote[who] = 0; base[who] = 0; took[who] = 0;
	took_fin[who] = 0; first[who] = 0; closed[who] = 0; held[who] = 0
}

/* A call, or an event, that nobody expects now: pick says which. */
inline call()
{
	fsm_e_isn = ISN(who, life[who] + 1);
	fsm_e_pending = (wrote[who] > base[who]);
	fsm_e_room = (pick != 3 && pick != 6);
	fsm_e_remote = (pick != 2 && pick != 5);
	fsm_e_active = (pick != 0);
	fsm_e_both = (pick == 8 || pick == 9);
	fsm_e_on_hand = (pick == 9);
	fsm_e_kind = (pick < 4 -> FSM_E_OPEN :
	             (pick < 7 -> FSM_E_SEND :
	             (pick < 10 -> FSM_E_CLOSE :
	             (pick == 10 -> FSM_E_ABORT :
	             (pick == 11 -> FSM_E_RETRANSMISSION_TIMEOUT :
	             (pick == 12 -> FSM_E_TIME_WAIT_TIMEOUT :
	             (pick == 13 -> FSM_E_USER_TIMEOUT :
	             (pick == 14 -> FSM_E_TRANSMIT :
	             (pick == 15 -> FSM_E_ACK_DUE : FSM_E_PROBE)))))))))
}

/* From act to the event, and what happens outside of the machine. */
inline begin()
{
	seg = 0;
	out = 0;
	clear_event();
	if
	:: act == DO_ARRIVE || act == DO_COPY ->
		seg = net[pick];
		if
		:: act == DO_COPY -> printf("@ NET copy %d", who); copies++
		:: else -> printf("@ NET deliver %d", who)
		fi;
		trace_segment(seg);
		if
		:: BOUNDED && act == DO_ARRIVE -> take(pick)
		:: else
		fi;
		take_segment()
	:: act == DO_LOSE ->
		printf("@ NET lose %d", who);
		trace_segment(net[pick]);
		take(pick);
		losses = losses + BOUNDED
	:: act == DO_FORGED ->
		seg = pick;
		forged++;
		printf("@ NET forged %d", who);
		trace_segment(seg);
		take_segment()
	:: act == DO_OPEN ->
		opens[who]++;
		fsm_e_kind = FSM_E_OPEN;
		fsm_e_active = ACTIVE(who);
		fsm_e_isn = pick;
		if
		:: ACTIVE(who) -> printf("@ APP %d open\n", who)
		:: else -> printf("@ APP %d listen\n", who)
		fi
	:: act == DO_SEND ->
		left[who]--;
		fsm_e_kind = FSM_E_SEND;
		printf("@ APP %d send\n", who)
	:: act == DO_CLOSE ->
		closed[who] = 1;
		first[who] = !took_fin[who];
		fsm_e_kind = FSM_E_CLOSE;
		fsm_e_pending = (wrote[who] > base[who]);
		printf("@ APP %d close\n", who)
	:: act == DO_ABORT ->
		aborted[who] = 1;
		fsm_e_kind = FSM_E_ABORT;
		printf("@ APP %d abort\n", who)
	:: act == DO_CRASH ->
		crashed[who] = 1;
		printf("@ APP %d crash\n", who);
		crash()
	:: act == DO_RETRANSMISSION ->
		due = due & ~(1 << who);
		fsm_e_kind = FSM_E_RETRANSMISSION_TIMEOUT;
		fsm_e_n = LEAST(IN_FLIGHT(who), 2)
	:: act == DO_USER ->
		fsm_e_kind = FSM_E_USER_TIMEOUT
	:: act == DO_TIME_WAIT ->
		fsm_e_kind = FSM_E_TIME_WAIT_TIMEOUT
	:: act == DO_KEEPALIVE ->
		fsm_e_kind = FSM_E_PROBE
	:: act == DO_CALL ->
		calls[who]++;
		call();
		printf("@ APP %d call %d\n", who, pick)
	:: act == DO_ACK -> fsm_e_kind = FSM_E_ACK_DUE
	:: act == DO_WAIT -> skip
	:: else ->      /* DO_ROUND */
		withheld = 0;
		due = WAITS(A) | (WAITS(B) << 1);
		rounds = (USER && rounds < ROUNDS -> rounds + 1 : rounds)
	fi
}

/* Which of the sender's octets are in the segment: the buffer tells. */
#define FIRST_INDEX (EVENT(RETRANSMISSION_TIMEOUT) -> base[who] \
	: base[who] + (IN_FLIGHT(who) + FSM_MOD - fsm_o_data) % FSM_MOD)

inline emit()
{
	out = BARE(fsm_o_seq, fsm_o_ack, NARROW(fsm_o_ctl)) |
	      (fsm_o_data << 12) | (life[who] << 14) | (origin[who] << 16) |
	      ((fsm_o_data != 0 -> FIRST_INDEX & 3 : 0) << 18);
	if
	:: LIMIT != 0 && DID(THROTTLE) && withheld >= LIMIT ->
		printf("@ WITHHELD %d", who);
		trace_segment(out);
		out = 0
	:: else ->
		withheld = withheld + (LIMIT != 0 && DID(THROTTLE));
		printf("@ SEND %d", who);
		trace_segment(out)
	fi
}

/* What the machine asks of the runtime, done on the ghosts. */
inline operate()
{
	if
	:: was <= FSM_LISTEN && STATE(who) > FSM_LISTEN -> born()
	:: was == FSM_TIME_WAIT && IS(who, SYN_RECEIVED) -> born()
	:: ENTERS(LISTEN) -> forget(); error[who] = 0
	:: was == FSM_SYN_SENT && STATE(who) > FSM_SYN_SENT ->
		origin[who] = FROM(seg)
	:: else
	fi;
	if
	:: EVENT(SEND) && DID(QUEUE) -> wrote[who]++
	:: else
	fi;
	if
	:: DID(ACKED) && STATE(who) > FSM_LISTEN ->
		n = SUB(tcb[who].snd_una, was_una);
		base[who] = LEAST(base[who] + n - (n != 0 && was_syn) -
		            (n != 0 && tcb[who].fin_sent && FLIGHT(who) == 0),
		            wrote[who])
	:: else
	fi;
	if
	:: DID(HOLD) && held[who] == 0 && !HAS_SYN(seg) -> held[who] = seg
	:: DID(FLUSH) -> held[who] = 0
	:: else
	fi;
	if
	:: (fsm_o_signals & ERRORS) != 0 -> error[who] = fsm_o_signals & ERRORS
	:: else
	fi;
	took_fin[who] = took_fin[who] || SIGNALLED(CLOSING)
}

inline born()
{
	life[who]++;
	forget();
	error[who] = 0;
	if
	:: seg != 0 -> origin[who] = FROM(seg)
	:: else
	fi
}

#define TAKES_TEXT(p) (STATE(p) >= FSM_ESTABLISHED && \
                       STATE(p) <= FSM_FIN_WAIT_2 && !tcb[p].syn_unacked)
#define MAY_TRANSMIT(p) ((IS(p, ESTABLISHED) || IS(p, CLOSE_WAIT) || \
                          IS(p, FIN_WAIT_1) || IS(p, CLOSING)) && \
                         !tcb[p].fin_sent && !tcb[p].syn_unacked)
/* Octets of held text, from RCV.NXT on; more than 2: it does not touch it. */
#define HELD_N(p) SUB(SEQ(held[p]) + DATA(held[p]), tcb[p].rcv_nxt)
#define HELD_READY(p) (held[p] != 0 && HELD_N(p) <= DATA(held[p]))
#define HELD_OLD(p)   (held[p] != 0 && HELD_N(p) >= FSM_MOD / 2)

/* What follows by itself, each once, in this order. */
inline follow()
{
	clear_event();
	do
	:: fsm_e_kind != NONE || stage == 4 -> break
	:: stage == 0 && fsm_e_kind == NONE -> stage++; plan_held()
	:: stage == 1 && fsm_e_kind == NONE -> stage++; plan_close()
	:: stage == 2 && fsm_e_kind == NONE -> stage++; plan_transmit()
	:: stage == 3 && fsm_e_kind == NONE -> stage++; plan_ack()
	od
}

inline plan_held()
{
	seg = 0;
	if
	:: HELD_READY(who) && TAKES_TEXT(who) &&
	   (HELD_N(who) != 0 || HAS_FIN(held[who])) ->
		seg = held[who];
		held[who] = 0;
		fsm_e_kind = FSM_E_HELD;
		fsm_e_seg_seq = tcb[who].rcv_nxt;
		fsm_e_seg_text = SUB(SEQ(seg) + DATA(seg), tcb[who].rcv_nxt);
		fsm_e_fin = HAS_FIN(seg)
	:: held[who] != 0 && !HELD_READY(who) && TAKES_TEXT(who) &&
	   !HELD_OLD(who) -> skip
	:: else -> held[who] = 0
	fi
}

inline plan_close()
{
	seg = 0;
	if
	:: tcb[who].close_queued &&
	   (IS(who, ESTABLISHED) || IS(who, CLOSE_WAIT)) ->
		fsm_e_kind = FSM_E_CLOSE;
		fsm_e_pending = (wrote[who] > base[who])
	:: else
	fi
}

inline plan_transmit()
{
	seg = 0;
	n = LEAST(UNSENT(who), USABLE(who));
	if
	:: MAY_TRANSMIT(who) && (n != 0 || (tcb[who].fin_owed &&
	   UNSENT(who) == 0 && USABLE(who) > 0)) ->
		fsm_e_kind = FSM_E_TRANSMIT;
		fsm_e_n = n;
		fsm_e_last = n == UNSENT(who)
	:: else
	fi
}

inline plan_ack()
{
	if
	:: tcb[who].ack_owed && !DELAYS(who) -> fsm_e_kind = FSM_E_ACK_DUE
	:: else
	fi
}

/*
 * One event. A d_step may have 2048 statements, and the machine has 1700 of
 * them.
 */
inline raise()
{
	d_step {
		was = STATE(who);
		was_una = tcb[who].snd_una;
		was_nxt = tcb[who].snd_nxt;
		was_rcv = tcb[who].rcv_nxt;
		was_flags = FLAGS(who);
		trace_event()
	};
	d_step { fsm_step(tcb[who]) };
	d_step {
		trace_state();
		out = 0;
		operate();
		if
		:: fsm_o_sent -> emit()
		:: else
		fi;
		check();
		took[who] = took[who] + fsm_o_deliver;
		closed[who] = closed[who] || (EVENT(CLOSE) &&
		              STATE(who) != FSM_CLOSED);
		if
		:: out != 0 -> put(PEER(who), out)
		:: else
		fi;
		follow();
		n = 0           /* a loop may not end a d_step */
	}
}

/* All that follows is done. What was needed on the way is forgotten. */
inline end_step()
{
	check_rest();
	act = 0;
	who = 0;
	pick = 0;
	fsm_forget();
	seg = 0; out = 0; was = 0; was_una = 0; was_nxt = 0; was_rcv = 0;
	was_flags = 0; stage = 0; n = 0
}

inline happen()
{
	d_step { begin() };
	do
	:: fsm_e_kind != NONE -> raise()
	:: else -> break
	od;
	d_step { end_step() }
}
