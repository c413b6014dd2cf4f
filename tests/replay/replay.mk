# SPDX-License-Identifier: BSD-2-Clause
#
# For every machine of spec/, the real one (tcp) and the variants: its C, what
# the trails name, and the two programs that read trails.

replay_machines := tcp $(patsubst spec/variants/%.fsm,%,\
	$(sort $(wildcard spec/variants/*.fsm)))
replay_programs := $(replay_machines:%=build/replay/%/replay)

build/replay/tcp/fsm.gen.c: runtime/fsm/fsm.gen.c runtime/fsm/fsm.gen.h
	@mkdir -p $(@D)
	@cp runtime/fsm/fsm.gen.c runtime/fsm/fsm.gen.h runtime/fsm/fsm.gen.acsl \
		runtime/fsm/fsm.gen.pml $(@D)

build/replay/%/fsm.gen.c: spec/variants/%.fsm spec/tcp.fsm $(GEN)
	@mkdir -p $(@D)
	@$(GEN) gen -o $(@D) $<

build/replay/%/fields.h: spec/tcp.fsm tests/replay/fields.awk
	@mkdir -p $(@D)
	@awk -f tests/replay/fields.awk $(wildcard spec/variants/$*.fsm) $< > $@

build/replay/%/modelled.h: build/replay/%/fsm.gen.c
	@sed -n 's/.*FSM_ROW(\(FSM_R_[A-Z0-9_]*\)).*/[\1] = true,/p' \
		$(@D)/fsm.gen.pml | sort -u > $@

define replay_program
build/replay/%/$(1): build/replay/%/fsm.gen.c build/replay/%/fields.h \
		build/replay/%/modelled.h tests/replay/$(1).c \
		tests/replay/pair.c tests/replay/trail.c \
		tests/replay/pair.h tests/replay/trail.h
	@echo "compile  $$@"
	@$(asan_CC) $(WARN) $(asan_FLAGS) -I$$(@D) -o $$@ $$(filter %.c,$$^)
endef
$(foreach p,replay retell,$(eval $(call replay_program,$(p))))

# tw with the machine of a variant, for the wire. Its header is the runtime's, but
# for comments.
bare := gcc -fpreprocessed -E -P
build/replay/%/tw: build/replay/%/fsm.gen.c build/asan/tw
	@echo "link     $@"
	@cmp <($(bare) $(@D)/fsm.gen.h) <($(bare) runtime/fsm/fsm.gen.h)
	@$(asan_CC) $(WARN) $(asan_FLAGS) -c -I$(@D) -o $(@D)/fsm.gen.o $<
	@$(asan_CC) $(asan_FLAGS) -o $@ $(addprefix build/asan/,\
		$(patsubst build/%,%,$(tw_src:%.c=%.o)) $(driver_src:%.c=%.o)) \
		$(@D)/fsm.gen.o build/asan/libtcpwright.a -lsodium

.PHONY: test-replay
test-replay: $(replay_programs) build/replay/tcp/retell build/asan/tw $(GEN) \
		build/replay/two-way-handshake/tw ## SPIN's trails on the compiled machine, and the two-way one on the wire
	@tests/replay/run.sh build/asan/tw build/replay/two-way-handshake/tw
