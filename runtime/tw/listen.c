/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "tw.h"

static int accept_one(struct session *session, tw_handle listener,
                      tw_handle *handle)
{
	struct tw_report report;
	int error;

	while ((*handle = tw_accept(session->tw, listener)) == TW_E_PENDING) {
		error = packet_turn(&session->packet, session->tw, NULL, 0,
		                    UINT64_MAX);
		if (error)
			return trouble("the interface: %s", strerror(-error));
		while (tw_report(session->tw, &report))
			;
	}
	return *handle < 0 ? trouble("accept: %s", tw_strerror(*handle)) : 0;
}

static int serve_one(struct session *session, struct options *options)
{
	tw_handle handle, listener = tw_listen(
		session->tw, options_port(options->arguments[0]), NULL, 8,
		clock_now());
	int code;

	if (listener < 0)
		return trouble("listen: %s", tw_strerror(listener));
	code = accept_one(session, listener, &handle);
	if (code)
		return code;
	tw_close(session->tw, listener, clock_now());
	return pipe_run(session, handle, options->linger);
}

int listen_main(int argc, char **argv)
{
	struct session session;
	struct options options;
	int code;

	options_parse(&options, argc, argv, "PORT",
	              "Waits for one connection to PORT, then copies standard "
	              "input to it and what it brings to standard output. End "
	              "of input closes our direction only.", 1, 1);
	code = session_open(&session, &options);
	if (!code)
		code = serve_one(&session, &options);
	session_close(&session);
	return code;
}
