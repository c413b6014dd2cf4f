/* SPDX-License-Identifier: BSD-2-Clause */
#include "user.h"

#include "oracle.h"

enum act {
	ACT_WRITE, ACT_READ, ACT_PUSH, ACT_URGENT, ACT_SHUTDOWN, ACT_CLOSE,
	ACT_ABORT, ACT_NODELAY, ACT_KEEPALIVE, ACT_PAUSE, ACTS
};

static struct witness *witness_of(const struct user *user)
{
	return world_witness(user->world, user->handle);
}

/* In SYN-SENT a CLOSE is the end of it. */
static bool is_opening(const struct user *user)
{
	const struct connection *c =
		world_slot(user->world, (uint32_t)user->handle);

	return c != NULL && c->tcb.state == FSM_SYN_SENT;
}

static void write_some(struct user *user, uint32_t n, unsigned flags)
{
	const struct witness *w = witness_of(user);
	uint32_t left = user->want - (uint32_t)w->written;

	if (w->shut)
		return;
	if (n > left)
		n = left;
	if (n > 0)
		world_send(user->world, user->handle, n, flags);
}

/* What is read must be the other's stream. false: there is nothing. */
static bool read_some(struct user *user, uint32_t n)
{
	const uint8_t *octets = world_octets();
	int64_t got = world_recv(user->world, user->handle, n);

	if (got == TW_E_CLOSING)
		user->at_end = true;
	if (got <= 0)
		return false;
	for (int64_t k = 0; k < got; k++, user->read++)
		fuzz_check(octets[k] == witness_octet(user->other->handle,
						      user->read),
			   "octet %llu is not what was sent",
			   (unsigned long long)user->read);
	return true;
}

/* It will write no more than it has written. */
static void close_now(struct user *user, bool both)
{
	user->want = (uint32_t)witness_of(user)->written;
	if (is_opening(user) || (both && !user->at_end))
		user->rude = true;
	if (both)
		world_close(user->world, user->handle);
	else
		world_shutdown(user->world, user->handle);
}

static void set_option(struct user *user, unsigned act, uint32_t n)
{
	struct world *world = user->world;

	world_before(world);
	if (act == ACT_NODELAY)
		tw_nodelay(world->tw, user->handle, n & 1);
	else
		tw_keepalive(world->tw, user->handle, n & 1,
			     (n + 1) * (uint64_t)1000000, world->now);
	world_after(world);
}

void user_act(struct user *user, unsigned act, uint32_t n)
{
	const struct witness *w = witness_of(user);

	if (w == NULL || w->released)
		return;
	act %= ACTS;
	fuzz_tell("-- %c act %u, %u", user->world->name, act, n);
	switch (act) {
	case ACT_WRITE: write_some(user, n, 0); break;
	case ACT_PUSH: write_some(user, n, TW_PUSH); break;
	case ACT_URGENT: write_some(user, n, TW_URGENT); break;
	case ACT_READ: read_some(user, n); break;
	case ACT_SHUTDOWN: close_now(user, false); break;
	case ACT_CLOSE: close_now(user, true); break;
	case ACT_ABORT:
		user->rude = true;
		world_abort(user->world, user->handle);
		break;
	case ACT_PAUSE: break;
	default: set_option(user, act, n); break;
	}
}

void user_accept(struct user *user)
{
	if (user->listener < 0 || user->handle >= 0)
		return;
	user->handle = world_accept(user->world, user->listener);
	if (user->handle < 0)
		return;
	world_close(user->world, user->listener);
	user->listener = -1;
}

void user_finish(struct user *user)
{
	struct witness *w = witness_of(user);

	if (w == NULL || w->released || is_opening(user))
		return;
	write_some(user, UINT32_MAX, TW_PUSH);
	if (w->written == user->want && !w->shut)
		world_shutdown(user->world, user->handle);
	while (read_some(user, user->chunk))
		;
	user->reason = w->reason;
	if (w->ended || (w->shut && user->at_end))
		world_close(user->world, user->handle);
}

void user_abandon(struct user *user)
{
	const struct witness *w = witness_of(user);

	if (w == NULL || w->released)
		return;
	world_abort(user->world, user->handle);
	world_close(user->world, user->handle);
}
