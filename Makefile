# SPDX-License-Identifier: BSD-2-Clause
#
# tcpwright. `make help` lists what there is.
#
# Everything built stands in build/, one folder a variant:
#     release   gcc -O2: what is installed
#     asan      gcc with AddressSanitizer and UBSan: what the tests run
#     clang     the same with clang: what its warnings and sanitizers add

.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash

RFCS    ?=

WARN   := -std=c11 -Wall -Wextra -Wconversion -pedantic-errors -Werror
SAN    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
          -fno-omit-frame-pointer
release_CC := gcc
asan_CC    := gcc
clang_CC   := clang
release_FLAGS := -O2 -g -fPIC -fno-semantic-interposition
asan_FLAGS    := $(SAN)
clang_FLAGS   := $(SAN)

GEN     := build/release/tcpwright
TW      := build/release/tw
LIB     := build/release/libtcpwright.a

gen_src    := $(sort $(wildcard gen/*.c)) build/lex.c
core_src   := $(sort $(wildcard runtime/*.c)) runtime/fsm/fsm.gen.c
driver_src := $(sort $(wildcard runtime/driver/*.c))
tw_src     := $(sort $(wildcard runtime/tw/*.c)) build/demos.c \
              build/stories.c
unit_src   := $(sort $(wildcard tests/unit/*_test.c))
table_src  := $(sort $(wildcard tests/table/*.c))
demos      := $(sort $(wildcard tests/wire/*.demo))
stories    := $(sort $(wildcard proofs/spin/why/*.txt))

# ------------------------------------------------------------------- make

.PHONY: all
all: $(LIB) $(GEN)
	@if pkg-config --exists libsodium 2>/dev/null; \
	then $(MAKE) -s $(TW); \
	else echo "tw is not built: it needs libsodium-dev and pkg-config" \
	          "('make deps' installs them)"; fi

define variant
build/$(1)/%.o: %.c
	@mkdir -p $$(@D)
	@echo "compile  $$@"
	@$$($(1)_CC) $(WARN) $$($(1)_FLAGS) -I. -Iruntime/fsm -MMD -MP -c -o $$@ $$<
build/$(1)/%.o: build/%.c
	@mkdir -p $$(@D)
	@echo "compile  $$@"
	@$$($(1)_CC) $(WARN) $$($(1)_FLAGS) -I. -Igen -Iruntime/tw -MMD -MP \
		-c -o $$@ $$<

build/$(1)/libtcpwright.a: $(core_src:%.c=build/$(1)/%.o)
	@rm -f $$@
	@echo "archive  $$@"
	@ar rcs $$@ $$^

build/$(1)/tcpwright: $(addprefix build/$(1)/,$(patsubst build/%,%,$(gen_src:%.c=%.o)))
	@echo "link     $$@"
	@$$($(1)_CC) $$($(1)_FLAGS) -o $$@ $$^

build/$(1)/tw: $(addprefix build/$(1)/,$(patsubst build/%,%,$(tw_src:%.c=%.o))) \
		$(driver_src:%.c=build/$(1)/%.o) build/$(1)/libtcpwright.a
	@echo "link     $$@"
	@$$($(1)_CC) $$($(1)_FLAGS) -o $$@ $$^ -lsodium

build/$(1)/%_test: build/$(1)/tests/unit/%_test.o \
		build/$(1)/runtime/driver/pcapng.o \
		build/$(1)/runtime/driver/impair.o build/$(1)/libtcpwright.a
	@echo "link     $$@"
	@$$($(1)_CC) $$($(1)_FLAGS) -o $$@ $$^ -lcmocka

build/$(1)/rows_test: $(table_src:%.c=build/$(1)/%.o) \
		build/$(1)/runtime/fsm/fsm.gen.o
	@echo "link     $$@"
	@$$($(1)_CC) $$($(1)_FLAGS) -o $$@ $$^ -lcmocka
endef
$(foreach v,release asan clang,$(eval $(call variant,$(v))))

build/lex.c: gen/lex.re
	@mkdir -p $(@D)
	@command -v re2c >/dev/null || { echo "re2c is missing: the package" \
		"re2c ('make deps' installs what every target needs)"; exit 1; }
	@echo "re2c     $@"
	@re2c -W -Werror --no-debug-info --no-generation-date -o $@ $<

build/demos.c: runtime/tw/embed.sh $(demos)
	@mkdir -p $(@D)
	@echo "embed    $@"
	@runtime/tw/embed.sh demo_texts $(demos) > $@

build/stories.c: runtime/tw/embed.sh $(stories)
	@mkdir -p $(@D)
	@echo "embed    $@"
	@runtime/tw/embed.sh story_texts $(stories) > $@

# ---------------------------------------------------------------- make gen

.PHONY: gen
gen:                             ## regenerate C, contracts, diagram, documents and tests from spec/tcp.fsm
	@.ci/deps build gen
	@$(MAKE) -s $(GEN)
	$(GEN) gen -o runtime/fsm --tests tests/table spec/tcp.fsm
	gen/diagram.sh runtime/fsm/fsm.gen.dot > runtime/fsm/fsm.gen.svg

.PHONY: check
check:                           ## check the specification with Z3; RFCS="FILE..." verifies the quotations anew
	@.ci/deps build check
	@$(MAKE) -s $(GEN)
	$(GEN) check $(RFCS:%=--rfc %) spec/tcp.fsm

.PHONY: trace
trace: $(GEN)                    ## requirement -> rows, runtime functions and waivers
	@$(GEN) trace spec/tcp.fsm

# --------------------------------------------------------------- make demo

.PHONY: demo
demo:                            ## a connection with the kernel's TCP, every segment and row shown
	@.ci/deps build tw
	@$(MAKE) --no-print-directory all >/dev/null
	@$(TW) demo

# --------------------------------------------------------------- make test

.PHONY: test test-unit test-gen test-table test-wire test-tool test-repo
test:                            ## everything that checks; ends with "N passed, N failed"
	@.ci/deps build tw gen check test model prove cross fuzz
	@tests/all.sh

test-unit: $(foreach v,asan clang,$(patsubst tests/unit/%.c,build/$(v)/%,$(unit_src)))
	@tests/unit/run.sh $^

test-gen: $(GEN) build/asan/tcpwright build/clang/tcpwright
	@tests/golden/run.sh build/asan/tcpwright

test-table: build/asan/rows_test build/clang/rows_test
	@tests/unit/run.sh $^

test-wire: $(TW) build/asan/tw
	@tests/wire/run.sh build/asan/tw

test-tool: build/asan/tcpwright build/asan/tw
	@tests/tool/run.sh $^

test-repo: all
	@tests/repo.sh $(GEN) $(TW)

# -------------------------------------------------------------- make bench

.PHONY: bench
bench: $(GEN) build/release/step ## the compiler on 10,000 rows, the machine in ns an event
	@tests/bench/run.sh $^

build/release/step: build/release/tests/bench/step.o \
		build/release/runtime/fsm/fsm.gen.o
	@$(release_CC) $(release_FLAGS) -o $@ $^

# The rules of proof, model, replay, fuzz, installation and examples stand beside
# what they run.
include $(wildcard proofs/*.mk proofs/spin/*.mk tests/*/*.mk fuzz/*.mk \
	packaging/install.mk examples/*.mk)

# ------------------------------------------------------------ the rest

.PHONY: deps help clean
deps:                            ## install what every target needs, with apt
	@.ci/deps build tw gen check test prove model fuzz install cross examples

clean:                           ## remove build/
	rm -rf build

help:                            ## this
	@echo "make            the library, the compiler tcpwright and the tool tw"
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' \
		$(filter-out %.d,$(MAKEFILE_LIST)) | expand -t 16

-include $(shell find build -name '*.d' 2>/dev/null)
