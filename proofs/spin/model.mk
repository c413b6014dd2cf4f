# SPDX-License-Identifier: BSD-2-Clause
#
# The model: two generated machines and a network, searched by SPIN.

.PHONY: model model-deep test-model model-mutants
model: $(GEN)                    ## SPIN: two machines, a hostile network, and what goes wrong without a rule
	@.ci/deps model
	@proofs/spin/run.sh

model-deep: $(GEN)               ## the searches that need more time and memory; writes proofs/spin/deep.md
	@.ci/deps model
	@proofs/spin/deep.sh

test-model: $(GEN)
	@.ci/deps model
	@proofs/spin/run.sh test

model-mutants: $(GEN)            ## every small change of every row: which property or test notices it
	@.ci/deps model test
	@proofs/spin/mutants.sh all
