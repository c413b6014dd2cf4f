# SPDX-License-Identifier: BSD-2-Clause

.PHONY: prove-eva
prove-eva:                       ## Eva on the stack and the driver: any frames, any calls; PARTS=stack: only it
	@.ci/deps prove
	@proofs/eva.sh $(PARTS)
