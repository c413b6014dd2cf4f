/* SPDX-License-Identifier: BSD-2-Clause */
/* What tests/proof/run.sh tries the ledger with. */

/*@ logic integer lesser(integer a, integer b) = a < b ? a : b; */

/*@ lemma lesser_symmetric: \forall integer a, b; lesser(a, b) == lesser(b, a); */

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == lesser(a, b); */
static int least(int a, int b)
{
	return a < b ? a : b;
}

/*@ terminates \true; exits \false; assigns \nothing;
    ensures \result == lesser(a, lesser(b, c)); */
int least_of_three(int a, int b, int c)
{
	return least(a, least(b, c));
}

/*@ requires a > -2147483647;
    terminates \true; exits \false; assigns \nothing;
    ensures \result == (a < 0 ? -a : a);
    ensures \result >= 0; */
int magnitude(int a)
{
	return a < 0 ? -a : a;
}
