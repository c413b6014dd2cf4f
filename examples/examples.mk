# SPDX-License-Identifier: BSD-2-Clause
#
# Examples and documents see what their readers have: an installed tree.

tree := build/tree/usr

.PHONY: tree test-examples
tree: all
	@rm -rf build/tree
	@$(MAKE) --no-print-directory -s install DESTDIR=$(CURDIR)/build/tree \
		PREFIX=/usr BINDIR=/usr/bin LIBDIR=/usr/lib \
		INCLUDEDIR=/usr/include DATADIR=/usr/share

test-examples: tree              ## every example, built against an installed tree and run
	@.ci/deps build tw examples
	@examples/run.sh $(tree)
