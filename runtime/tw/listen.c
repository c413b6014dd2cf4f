/* SPDX-License-Identifier: BSD-2-Clause */
#include "tw.h"

static const struct options_verb verb = {
	"listen", "PORT",
	"Waits for one connection to PORT, then copies standard input to it "
	"and what it brings to standard output. End of input closes our "
	"direction only.\v"
	"Exit codes: 0 both directions were closed, 1 the connection failed, 2 "
	"wrong usage or something is missing.", 1
};

static int accept_one(struct session *session, tw_handle listener,
                      tw_handle *handle)
{
	struct tw_report report;
	int code;

	while ((*handle = tw_accept(session->tw, listener)) == TW_E_PENDING) {
		code = session_turn(session, NULL, 0);
		if (code)
			return code;
		if (session->signalled)
			return EXIT_CONNECTION;
		while (tw_report(session->tw, &report))
			;
	}
	return *handle < 0 ? trouble("accept: %s", tw_strerror(*handle)) : 0;
}

static int serve_one(struct session *session, uint16_t port, bool linger)
{
	tw_handle handle, listener = tw_listen(session->tw, port, NULL, 8,
	                                       clock_now());
	int code;

	if (listener < 0)
		return trouble("listen: %s", tw_strerror(listener));
	code = accept_one(session, listener, &handle);
	if (code)
		return code;
	tw_close(session->tw, listener, clock_now());
	return pipe_run(session, handle, linger, NULL);
}

int listen_main(int argc, char **argv)
{
	struct session session;
	struct options options;
	uint16_t port;
	int code;

	options_parse(&options, argc, argv, &verb);
	port = options_port(options.arguments[0]);
	code = session_open(&session, &options, verb.name);
	if (!code)
		code = serve_one(&session, port, options.linger);
	return session_close(&session, code);
}
