# SPDX-License-Identifier: BSD-2-Clause
#
# The library in other people's hands, and on other machines than ours:
#
#     i386     32 bits
#     s390x    64 bits, most significant octet first
#
# Cross compilers build the unit tests and qemu-user runs them; cross/cmocka.h
# stands in for the library cmocka, of which there is none for them. Not
# fsm_test: a million steps under qemu; the machine has rows_test. Nor
# mutator_test: fuzzers run here.

i386_CC  := i686-linux-gnu-gcc
s390x_CC := s390x-linux-gnu-gcc
i386_FLAGS  := -O1 -static -Itests/install/cross -Lbuild/i386
s390x_FLAGS := -O1 -static -Itests/install/cross -Lbuild/s390x
machines := i386 s390x
$(foreach v,$(machines),$(eval $(call variant,$(v))))

cross_tests := $(foreach v,$(machines),build/$(v)/rows_test \
	$(patsubst tests/unit/%.c,build/$(v)/%,\
	$(filter-out %/fsm_test.c %/mutator_test.c,$(unit_src))))

$(machines:%=build/%/libcmocka.a):
	@mkdir -p $(@D)
	@ar rcs $@

$(cross_tests): $(machines:%=build/%/libcmocka.a)

.PHONY: test-install test-cross
test-install: all
	@.ci/deps build tw check test prove
	@.ci/deps install || echo "what needs them is skipped"
	@+$(MAKE) -s --no-print-directory dist >/dev/null
	@tests/install/run.sh

test-cross:
	@.ci/deps build test cross
	@+$(MAKE) -s -j$$(nproc) --no-print-directory $(cross_tests)
	@tests/unit/run.sh $(cross_tests)
