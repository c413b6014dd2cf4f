/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command-line tool on top of the public API, grouped by file.
 *
 *      main.c -> options.c -> session.c -> listen.c, connect.c -> pipe.c
 *                                       `> demo.c                    why.c
 *
 * Exit codes of every verb: 0 done; 1 the connection failed, or a demo did not
 * show what it promises; 2 wrong usage, or something is missing on this
 * machine, which the message names.
 */
#ifndef TW_TW_H
#define TW_TW_H

#include <stdbool.h>
#include <stdint.h>

#include "../driver/packet.h"
#include "../tcpwright.h"
#include "capture.h"
#include "ladder.h"

enum { EXIT_CONNECTION = 1, EXIT_TROUBLE = 2 };

/* Prints "tw: " and the message, and returns EXIT_TROUBLE. */
int trouble(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* ----------------------------------------------------------- options.c */

struct options {
	const char *interface;
	struct tw_config config;  /* address, prefix, gateway, msl ... */
	const char *pcap;         /* file, or NULL */
	bool trace, absolute;
	bool linger;              /* stay until CLOSED */
	char **arguments;         /* what is no option, NULL-terminated */
	int count;
};

/* A verb that talks on an interface, in the words of --help. */
struct options_verb {
	const char *name;         /* "listen" */
	const char *usage;        /* what follows the options */
	const char *about;
	int arguments;            /* so many follow */
};

/* Exits with EXIT_TROUBLE after a message about whatever is wrong. */
void options_parse(struct options *options, int argc, char **argv,
                   const struct options_verb *verb);

/* The address is on the net of config->address: no gateway between. */
bool options_in_net(const struct tw_config *config, uint32_t address);

/* A dotted address, or exits: `what` names it in the message. */
uint32_t options_address(const char *text, const char *what);
uint16_t options_port(const char *text);

/* ----------------------------------------------------------- session.c */

/* One stack on one interface, watched as the options ask. */
struct session {
	struct packet packet;
	int signals;              /* readable: somebody wants us to end */
	struct tw *tw;
	void *memory;
	uint8_t key[16];          /* of the initial sequence numbers */
	struct ladder ladder;
	struct capture capture;
};

/* 0, or an exit code after a message that says what is missing. The session
 * must stay where it is until session_close(). */
int session_open(struct session *session, struct options *options);

/* Returns code, or EXIT_TROUBLE if the capture could not be written whole. */
int session_close(struct session *session, int code);

/* --------------------------------------------- listen.c, connect.c, pipe.c */

int listen_main(int argc, char **argv);
int connect_main(int argc, char **argv);

/*
 * Standard input to the connection, its text to standard output, until both
 * directions are closed; end of input closes ours. Returns an exit code. A
 * signal, or an output that nobody reads, aborts the connection: the peer must
 * learn of it (SHLD-3).
 */
int pipe_run(struct session *session, tw_handle handle, bool linger);

/* -------------------------------------------------------------- demo.c */

int demo_main(int argc, char **argv);

/* --------------------------------------------------------------- why.c */

int why_main(int argc, char **argv);

#endif
