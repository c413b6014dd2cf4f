/* SPDX-License-Identifier: BSD-2-Clause */
#include "rto.h"

#include "seq.h"

/*@ requires low <= high;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == rto_clamp(value, low, high); */
static uint64_t clamp(uint64_t value, uint64_t low, uint64_t high)
{
	if (value < low)
		return low;
	return value < high ? value : high;
}

void rto_init(struct rto *rto, uint64_t initial, uint64_t minimum,
              uint64_t maximum)
{
	*rto = (struct rto){
		.minimum = minimum,
		.maximum = maximum,
		.rto = clamp(initial, minimum, maximum),
	};
}

void rto_sent(struct rto *rto, uint32_t end, uint64_t now)
{
	if (rto->timing)
		return;
	rto->timing = true;
	rto->timed_end = end;
	rto->timed_at = now;
}

void rto_acked(struct rto *rto, uint32_t una, uint64_t now)
{
	if (!rto->timing || !seq_upto(rto->timed_end, una))
		return;
	rto->timing = false;
	rto_sample(rto, clamp(now - rto->timed_at, 0, RTO_SAMPLE_MAX));
}

void rto_resent(struct rto *rto)
{
	rto->timing = false;
}

void rto_expired(struct rto *rto)
{
	rto->timing = false;
	if (rto->rto <= rto->maximum / 2)
		rto->rto *= 2;
	else
		rto->rto = rto->maximum;
}

void rto_after_syn(struct rto *rto)
{
	if (!rto->measured)
		rto->rto = clamp(RTO_AFTER_SYN, rto->minimum, rto->maximum);
}

void rto_sample(struct rto *rto, uint64_t sample)
{
	uint64_t error, spread;

	if (!rto->measured) {
		rto->srtt = sample;
		rto->rttvar = sample / 2;
		rto->measured = true;
	} else {
		error = rto->srtt > sample ? rto->srtt - sample
		                           : sample - rto->srtt;
		rto->rttvar = (3 * rto->rttvar + error) / 4;
		rto->srtt = (7 * rto->srtt + sample) / 8;
	}
	spread = 4 * rto->rttvar;
	if (spread < RTO_GRANULARITY)
		spread = RTO_GRANULARITY;
	rto->rto = clamp(rto->srtt + spread, rto->minimum, rto->maximum);
}
