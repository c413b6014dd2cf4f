/* SPDX-License-Identifier: BSD-2-Clause */
#include "tw.h"

static int dial(struct session *session, struct options *options)
{
	const struct tw_endpoint remote = {
		.address = options_address(options->arguments[0], "the peer"),
		.port = options_port(options->arguments[1])
	};
	tw_handle handle = tw_connect(session->tw, 0, &remote, clock_now());

	if (handle < 0)
		return trouble("connect to %s: %s", options->arguments[0],
		               tw_strerror(handle));
	return pipe_run(session, handle, options->linger);
}

int connect_main(int argc, char **argv)
{
	struct session session;
	struct options options;
	int code;

	options_parse(&options, argc, argv, "ADDR PORT",
	              "Connects to PORT of ADDR, then copies standard input to "
	              "it and what it brings to standard output. End of input "
	              "closes our direction only.", 2, 2);
	code = session_open(&session, &options);
	if (!code)
		code = dial(&session, &options);
	session_close(&session);
	return code;
}
