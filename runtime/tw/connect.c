/* SPDX-License-Identifier: BSD-2-Clause */
#include "tw.h"

static const struct options_verb verb = {
	"connect", "ADDR PORT",
	"Connects to PORT of ADDR, then copies standard input to it and what "
	"it brings to standard output. End of input closes our direction "
	"only.\v"
	"Exit codes: 0 both directions were closed, 1 the connection failed, 2 "
	"wrong usage or something is missing.", 2
};

int connect_dial(struct session *session, const struct options *options,
                 const struct tw_endpoint *remote, const char *peer,
                 tw_handle *handle)
{
	if (remote->address == options->config.address)
		return trouble("%s is our own address", peer);
	if (!options->config.gateway
	    && !options_in_net(&options->config, remote->address))
		return trouble("%s is not in the net of --address: --gateway "
		               "says who knows the way", peer);
	*handle = tw_connect(session->tw, 0, remote, clock_now());
	if (*handle == TW_E_ILLEGAL)
		return trouble("%s is no address of one host", peer);
	if (*handle < 0)
		return trouble("connect to %s: %s", peer,
		               tw_strerror(*handle));
	return 0;
}

int connect_main(int argc, char **argv)
{
	struct session session;
	struct options options;
	struct tw_endpoint remote;
	tw_handle handle;
	int code;

	options_parse(&options, argc, argv, &verb);
	remote.address = options_address(options.arguments[0], "the peer");
	remote.port = options_port(options.arguments[1]);
	code = session_open(&session, &options, verb.name);
	if (!code)
		code = connect_dial(&session, &options, &remote,
		                    options.arguments[0], &handle);
	if (!code)
		code = pipe_run(&session, handle, options.linger, NULL);
	return session_close(&session, code);
}
