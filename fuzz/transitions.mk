# SPDX-License-Identifier: BSD-2-Clause
#
# What the specification gives to the fuzzers: itself, as text, and the names
# that its interpreter and the C have in common; a seed for each row.

build/specs.c: runtime/tw/embed.sh spec/tcp.fsm
	@mkdir -p $(@D)
	@echo "embed    $@"
	@runtime/tw/embed.sh fuzz_specs spec/tcp.fsm > $@

build/fuzz/fields.h: tests/replay/fields.awk spec/tcp.fsm
	@mkdir -p $(@D)
	@awk -f tests/replay/fields.awk spec/tcp.fsm > $@

.PHONY: fuzz-seeds
fuzz-seeds: $(GEN)               ## a seed for every row and story, anew, into the corpora
	@mkdir -p fuzz/corpus/transitions fuzz/corpus/stack fuzz/corpus/pair
	@$(GEN) seeds -o fuzz/corpus/transitions spec/tcp.fsm
	@fuzz/stories.pl stack fuzz/corpus/stack
	@fuzz/stories.pl pair fuzz/corpus/pair

.PHONY: fuzz-dict
fuzz-dict: $(GEN)                ## the dictionaries, anew
	@for h in parser spec transitions stack pair; do \
		fuzz/dict.sh $(GEN) $$h > fuzz/$$h.dict || exit; done

# The harness that also counts which rows it fires: all, but for unreachable?
build/fuzz/rows/%: build/fuzz/replay/%
	@mkdir -p $(@D)
	@echo "link     $@"
	@$(fuzz_replay_CC) $(fuzz_replay_FLAGS) -Wl,--wrap=fsm_step -o $@ \
		$(@:build/fuzz/rows/%=build/fuzz/replay/fuzz/%.o) \
		build/fuzz/replay/fuzz/replay.o \
		$(patsubst %,build/fuzz/replay/%.a,libshared libcore \
		libshared libgen)

# The mutator is tested like the runtime.
$(foreach v,release asan clang,$(eval build/$(v)/mutator_test: \
	$(patsubst %,build/$(v)/fuzz/%.o,mutate mutate_frame repair)))
