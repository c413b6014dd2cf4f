# SPDX-License-Identifier: BSD-2-Clause
#
# What is proved, and how: proofs/README.md.

.PHONY: prove prove-changed prove-all prove-smoke prove-mutants
.PHONY: test-proof test-proof-mutants

ifdef SPEC
prove: $(GEN)
	@.ci/deps prove
	@mkdir -p build/spec/$(basename $(notdir $(SPEC)))
	@$(GEN) gen -o build/spec/$(basename $(notdir $(SPEC))) $(SPEC)
	@proofs/spec.sh build/spec/$(basename $(notdir $(SPEC)))
else
prove:                           ## prove what the ledger does not have; SPEC=FILE proves another machine
	@.ci/deps prove
	@proofs/prove.sh prove
endif

prove-changed:                   ## the same, counting only what is proved anew
	@.ci/deps prove
	@proofs/prove.sh changed

prove-all:                       ## prove everything, ledger or not
	@.ci/deps prove
	@proofs/prove.sh all

prove-smoke:                     ## no contract is void: WP's smoke tests on everything
	@.ci/deps prove
	@proofs/smoke.sh all

prove-mutants:                   ## plant an error in every row and core function; each must fail a goal
	@.ci/deps prove
	@proofs/mutants.sh all

# Within nine minutes on two cores: what differs from the ledger, a fifth of
# the rest, and the ledger itself tried with planted errors.
test-proof: $(GEN)
	@.ci/deps prove
	@tests/proof/run.sh

# Within four minutes: smoke tests and mutants, a sample the commit chooses.
test-proof-mutants:
	@.ci/deps prove
	@tests/proof/mutants.sh
