# SPDX-License-Identifier: BSD-2-Clause

.PHONY: test-docs
test-docs: tree                  ## does what the documents say: every command in them
	@.ci/deps build tw check test prove model examples
	@tests/docs/run.sh $(tree) $(DOC)

.PHONY: figures
figures:                         ## how much is proved, searched, fuzzed, tested: into README.md
	@tests/docs/figures.sh write
	@tests/docs/figures.sh
