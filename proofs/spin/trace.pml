/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a trail prints, one line a step, read by the charts and by the replay
 * on the compiled machine. A run that searches prints nothing.
 *
 *      @ APP p listen|open|send|close|abort|crash      the user, or the host
 *      @ NET deliver|copy|lose|stale|forged|full p seq= ack= ctl= data=
 *                                                   p receives it
 *      @ EVENT p KIND field=value ...                   what the machine gets
 *      @ ROWS p ROW ...                                 the rows it fires
 *      @ STATE p STATE variable=value ...               the TCB then
 *      @ SEND p seq= ack= ctl= data=                    the segment it sends
 *      @ WITHHELD p seq= ack= ctl= data=  over the limit
 *      @ FAIL   the property does not hold
 *
 * ROW is a number of fsm.gen.h; ctl is in bits of FSM_CTL.
 */
inline trace_segment(what)
{
	printf(" seq=%d ack=%d ctl=%d data=%d\n", SEQ(what), ACKN(what),
	       WIDE(CTL(what)), DATA(what))
}

inline trace_event()
{
	printf("@ EVENT %d ", who);
	fsm_print_kind(fsm_e_kind);
	if
	:: fsm_e_kind == FSM_E_SEGMENT || fsm_e_kind == FSM_E_HELD ->
		printf(" seg_seq=%d seg_ack=%d seg_text=%d syn=%d ack=%d",
		       fsm_e_seg_seq, fsm_e_seg_ack, fsm_e_seg_text,
		       fsm_e_syn, fsm_e_ack);
		printf(" rst=%d fin=%d isn=%d room=%d", fsm_e_rst, fsm_e_fin,
		       fsm_e_isn, fsm_e_room)
	:: else ->
		printf(" active=%d isn=%d n=%d last=%d pending=%d",
		       fsm_e_active, fsm_e_isn, fsm_e_n, fsm_e_last,
		       fsm_e_pending);
		printf(" both=%d on_hand=%d", fsm_e_both, fsm_e_on_hand);
		if
		:: !fsm_e_room -> printf(" room=0")
		:: else
		fi;
		if
		:: !fsm_e_remote -> printf(" remote=0")
		:: else
		fi
	fi;
	printf("\n@ ROWS %d ", who)
}

inline trace_state()
{
	printf("\n@ STATE %d ", who);
	fsm_print_state(fsm_t.state);
	fsm_print_tcb(fsm_t);
	printf("\n")
}
