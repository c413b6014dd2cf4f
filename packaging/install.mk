# SPDX-License-Identifier: BSD-2-Clause
#
# What others get: make install, make dist. Everything that is installed is
# made by make, into build/package; install.sh only copies.
#
#     libtcpwright.a        one object of which only tw_* can be seen
#     libtcpwright.so.X     the same object, shared; tcpwright.map
#     libtcpwright-link.a   runtime/driver: an interface, capture files
#     include/tcpwright.h   the public header in one file

PREFIX  ?= /usr/local
DESTDIR ?=
BINDIR     ?= $(PREFIX)/bin
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR    ?= $(PREFIX)/share

VERSION   := $(shell packaging/version.sh)
SOVERSION := $(firstword $(subst ., ,$(VERSION)))

# As words of the shell: exported, they would bind every make below this one.
places = $(foreach v,DESTDIR PREFIX BINDIR LIBDIR INCLUDEDIR DATADIR,\
	$(v)='$($(v))')

package  := build/package

packaged := $(addprefix $(package)/,libtcpwright.a \
	libtcpwright.so.$(VERSION) libtcpwright-link.a include/tcpwright.h)

$(package)/tcpwright.o: $(core_src:%.c=build/release/%.o)
	@mkdir -p $(@D)
	@ld -r -o $@ $^
	@objcopy -w --keep-global-symbol='tw_*' $@

$(package)/libtcpwright.a: $(package)/tcpwright.o
	@rm -f $@
	@echo "archive  $@"
	@ar rcs $@ $^

$(package)/libtcpwright.so.$(VERSION): $(package)/tcpwright.o \
		packaging/tcpwright.map
	@echo "link     $@"
	@$(release_CC) -shared -Wl,-z,defs -Wl,-z,relro -Wl,-z,now \
		-Wl,-soname,libtcpwright.so.$(SOVERSION) \
		-Wl,--version-script,packaging/tcpwright.map -o $@ $<
	@ln -sf $(@F) $(package)/libtcpwright.so.$(SOVERSION)
	@ln -sf $(@F) $(package)/libtcpwright.so

$(package)/libtcpwright-link.a: $(driver_src:%.c=build/release/%.o)
	@mkdir -p $(@D)
	@rm -f $@
	@echo "archive  $@"
	@ar rcs $@ $^

$(package)/include/tcpwright.h: $(wildcard runtime/*.h packaging/amalgamate.*) \
		runtime/fsm/fsm.gen.h
	@mkdir -p $(@D)
	@packaging/amalgamate.sh header > $@

.PHONY: install uninstall
all: $(packaged)
install: all                     ## into DESTDIR, PREFIX (default /usr/local)
	@$(places) packaging/install.sh $(GEN) $(wildcard $(TW))

uninstall:                       ## remove what make install put there
	@$(places) packaging/uninstall.sh

dist := build/dist

.PHONY: dist
dist:                            ## tcpwright.c and .h, and the source tarball
	@mkdir -p $(dist)
	@packaging/amalgamate.sh header > $(dist)/tcpwright.h
	@packaging/amalgamate.sh source > $(dist)/tcpwright.c
	@packaging/dist.sh $(dist)/tcpwright-$(VERSION).tar.gz
	@printf '%s\n' $(dist)/tcpwright.c $(dist)/tcpwright.h \
		$(dist)/tcpwright-$(VERSION).tar.gz
