# SPDX-License-Identifier: BSD-2-Clause

.PHONY: why why-trails report
why: build/replay/tcp/retell     ## the counterexamples as charts, beside what the standard makes of them
	@mkdir -p build/report
	@for name in $$(proofs/spin/why.sh variants); do \
		proofs/spin/why.sh page $$name > build/report/$$name.txt && \
		cp build/report/$$name.txt proofs/spin/why/$$name.txt && \
		proofs/spin/why.sh svg $$name build/report && \
		sed 's/^/  /' build/report/$$name.txt && \
		printf '\n%78s\n\n' | tr ' ' = || exit 1; \
	done

why-trails: $(GEN)               ## SPIN finds the counterexamples anew, and they are written down
	@.ci/deps model
	@ACCEPT=1 proofs/spin/run.sh $$(proofs/spin/why.sh variants)

report: $(GEN) build/replay/tcp/retell ## build/report/index.html: properties, charts, machine, requirements, proofs
	@mkdir -p build/report
	@proofs/report.sh $(GEN) > build/report/index.html
	@echo build/report/index.html
