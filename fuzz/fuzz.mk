# SPDX-License-Identifier: BSD-2-Clause
#
# The fuzzers. A harness is a file fuzz/NAME.c with LLVMFuzzerTestOneInput; all
# other C files here are what harnesses share, and the linker takes of it what
# a harness needs. From these sources, in build/fuzz/VARIANT/NAME:
#
#     afl        AFL++, persistent mode
#     cmplog     the same, telling afl-fuzz the operands of comparisons (-c)
#     asan       AFL++ with AddressSanitizer and UBSan
#     msan       AFL++ with MemorySanitizer
#     libfuzzer  libFuzzer with both; runs files and folders too, -runs=0
#     replay     no fuzzer: runs files and folders; gcc with both
#     cover      the same, counting lines
#     oss        as ClusterFuzzLite and OSS-Fuzz want it
#
# The mutator knows segments: a library for AFL++, linked in for libFuzzer.

fuzz_harnesses := $(filter $(basename $(notdir $(wildcard fuzz/*.c))),\
	parser spec transitions stack pair)
fuzz_mutated   := parser stack pair
fuzz_mains     := $(fuzz_harnesses:%=fuzz/%.c) fuzz/replay.c
fuzz_shared    := $(filter-out $(fuzz_mains) fuzz/mutator.c,\
	$(sort $(wildcard fuzz/*.c)))
fuzz_gen       := $(filter-out gen/main.c build/lex.c,$(gen_src))

fuzz_san := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer

fuzz_afl_CC          := AFL_QUIET=1 afl-clang-fast
fuzz_afl_FLAGS       := -O2 -g
fuzz_afl_LINK        := -fsanitize=fuzzer
fuzz_cmplog_CC       := AFL_QUIET=1 AFL_LLVM_CMPLOG=1 afl-clang-fast
fuzz_cmplog_FLAGS    := -O2 -g
fuzz_cmplog_LINK     := -fsanitize=fuzzer
fuzz_asan_CC         := AFL_QUIET=1 afl-clang-fast
fuzz_asan_FLAGS      := $(fuzz_san)
fuzz_asan_LINK       := -fsanitize=fuzzer
fuzz_msan_CC         := AFL_QUIET=1 afl-clang-fast
fuzz_msan_FLAGS      := -O1 -g -fsanitize=memory -fno-omit-frame-pointer
fuzz_msan_LINK       := -fsanitize=fuzzer
fuzz_libfuzzer_CC    := clang
fuzz_libfuzzer_FLAGS := $(fuzz_san) -fsanitize=fuzzer-no-link
fuzz_libfuzzer_LINK  := -fsanitize=fuzzer
fuzz_replay_CC       := gcc
fuzz_replay_FLAGS    := $(fuzz_san)
fuzz_replay_MAIN     := fuzz/replay
fuzz_cover_CC        := clang
fuzz_cover_FLAGS     := -O1 -g -fprofile-instr-generate -fcoverage-mapping
fuzz_cover_MAIN      := fuzz/replay

# The compiler's allocations and files, for spec.c to find.
fuzz_spec_LINK := $(foreach f,calloc reallocarray vasprintf fopen realpath \
	text_open,-Wl,--wrap=$(f))

# With the variables of ClusterFuzzLite and OSS-Fuzz; any compiler's warnings.
fuzz_oss_CC    = $(CC)
fuzz_oss_FLAGS = $(CFLAGS) -w
fuzz_oss_LD    = $(CXX)
fuzz_oss_LINK  = $(LIB_FUZZING_ENGINE)

fuzz_variants := afl cmplog asan msan libfuzzer replay cover oss

# Archives, so that a harness gets what it names and no more.
define fuzz_variant
build/fuzz/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	@$$(fuzz_$(1)_CC) $(WARN) $$(fuzz_$(1)_FLAGS) -I. -Iruntime \
		-Iruntime/fsm -Igen -Ibuild/fuzz -MMD -MP -c -o $$@ $$<
build/fuzz/$(1)/%.o: build/%.c
	@mkdir -p $$(@D)
	@$$(fuzz_$(1)_CC) $(WARN) $$(fuzz_$(1)_FLAGS) -I. -Igen -MMD -MP \
		-c -o $$@ $$<

build/fuzz/$(1)/fuzz/machine.o: build/fuzz/fields.h
build/fuzz/$(1)/libshared.a: $(fuzz_shared:%.c=build/fuzz/$(1)/%.o) \
		build/fuzz/$(1)/specs.o
build/fuzz/$(1)/libcore.a: $(core_src:%.c=build/fuzz/$(1)/%.o)
build/fuzz/$(1)/libgen.a: $(fuzz_gen:%.c=build/fuzz/$(1)/%.o) \
		build/fuzz/$(1)/lex.o
build/fuzz/$(1)/%.a:
	@echo "archive  $$@"
	@rm -f $$@
	@ar rcs $$@ $$^

$(if $(filter libfuzzer,$(1)),$(fuzz_mutated:%=build/fuzz/libfuzzer/%): \
		$(if $(wildcard fuzz/mutator.c),build/fuzz/libfuzzer/fuzz/mutator.o))
$(fuzz_harnesses:%=build/fuzz/$(1)/%): build/fuzz/$(1)/%: \
		build/fuzz/$(1)/fuzz/%.o \
		$(fuzz_$(1)_MAIN:%=build/fuzz/$(1)/%.o) \
		build/fuzz/$(1)/libshared.a build/fuzz/$(1)/libcore.a \
		build/fuzz/$(1)/libgen.a
	@echo "link     $$@"
	@$$(or $$(fuzz_$(1)_LD),$$(fuzz_$(1)_CC)) $$(fuzz_$(1)_FLAGS) \
		$$(fuzz_$(1)_LINK) \
		$$(fuzz_$$(@F)_LINK) -o $$@ \
		$$(filter %.o,$$^) $$(filter %.a,$$^)

.PHONY: fuzz-$(1)
fuzz-$(1): $(fuzz_harnesses:%=build/fuzz/$(1)/%)
endef
$(foreach v,$(fuzz_variants),$(eval $(call fuzz_variant,$(v))))

# AFL++'s: not instrumented, and position independent.
build/fuzz/mutator.so: fuzz/mutator.c fuzz/mutate.c fuzz/mutate_frame.c \
		fuzz/repair.c $(wildcard fuzz/*.h)
	@mkdir -p $(@D)
	@echo "link     $@"
	@clang $(WARN) -O2 -g -fPIC -shared -I. -o $@ $(filter %.c,$^)

# Are bugs found? fuzz/planted/bugs has some to plant.
.PHONY: fuzz-planted
fuzz-planted: export MUTATED := $(fuzz_mutated)
fuzz-planted: $(GEN) fuzz-libfuzzer
	@fuzz/planted.sh $(B)

T ?= 60
.PHONY: fuzz fuzz-built test-fuzz
fuzz-built: fuzz-afl fuzz-cmplog fuzz-asan fuzz-msan fuzz-replay \
		build/fuzz/rows/transitions \
		$(if $(wildcard fuzz/mutator.c),build/fuzz/mutator.so)
fuzz:                            ## attack it for T=60 seconds with AFL++; H="HARNESS..." only these
	@.ci/deps build fuzz
	@echo "fuzz: building"
	@$(MAKE) -s --no-print-directory fuzz-built >/dev/null
	@MUTATED="$(fuzz_mutated)" fuzz/run.sh $(T)

test-fuzz: $(GEN) fuzz-replay fuzz-libfuzzer build/fuzz/rows/transitions \
		build/fuzz/afl/parser
	@MUTATED="$(fuzz_mutated)" fuzz/test.sh

.PHONY: fuzz-triage fuzz-coverage fuzz-report fuzz-machines
fuzz-triage: fuzz-replay         ## what the last campaign found: made short, told, kept
	@fuzz/triage.sh

fuzz-coverage: fuzz-cover        ## lines that the corpora and the last campaign run
	@fuzz/coverage.sh

fuzz-report:                     ## the tables of the last campaign
	@fuzz/report.sh

fuzz-machines: fuzz-built        ## two campaigns that learn from each other
	@MUTATED="$(fuzz_mutated)" fuzz/machines.sh
