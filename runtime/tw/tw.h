/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The command-line tool on top of the public API, grouped by file.
 *
 *      main.c -> options.c  -> session.c -> listen.c connect.c -> pipe.c
 *                watching.c                 get.c -------------->
 *             -> demo.c, status.c, replay.c, why.c
 *
 * Exit codes of every verb: 0 done; 1 the connection failed, a demo did not
 * show what it promises, or no row explains a capture; 2 wrong usage, or
 * something is missing on this machine, which the message names. Of get too:
 * 3, 4, 5 for an answer 3xx, 4xx or 5xx.
 */
#ifndef TW_TW_H
#define TW_TW_H

#include <stdbool.h>
#include <stdint.h>

#include "../driver/packet.h"
#include "../tcpwright.h"
#include "capture.h"
#include "json.h"
#include "ladder.h"
#include "status.h"
#include "watching.h"

enum { EXIT_CONNECTION = 1, EXIT_TROUBLE = 2 };

/* -------------------------------------------------------------- main.c */

/* Prints "tw: " and the message, and returns EXIT_TROUBLE. */
int trouble(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The same of what is no trouble. */
void note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* From now on messages are JSON: {"error": ...}, {"note": ...}. */
void trouble_in_json(bool on);

/* Code, or EXIT_TROUBLE after a message if standard output took not all. */
int output_ended(int code);

/* ----------------------------------------------------------- options.c */

struct options {
	const char *interface;
	struct tw_config config;  /* address, prefix, gateway, msl ... */
	struct watching watching;
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
	const char *verb, *interface;
	struct packet packet;
	uint64_t late;            /* us a bad wire may hold a frame */
	int signals;              /* readable: somebody wants us to end */
	bool signalled;           /* ... and so it was */
	struct tw *tw;
	void *memory;
	uint8_t key[16];          /* of the initial sequence numbers */
	bool json;                /* the outcome is told as JSON */
	struct ladder ladder;
	struct capture capture;
	struct status_server status;
};

/* 0, or an exit code after a message that says what is missing. The session
 * must stay where it is until session_close(). */
int session_open(struct session *session, struct options *options,
                 const char *verb);

/*
 * A turn of packet_turn(), at most 12 others; status is answered, and a signal
 * noticed. 0, or an exit code after a message.
 */
int session_turn(struct session *session, struct pollfd *others, nfds_t n);

/* Returns code, or EXIT_TROUBLE if the capture could not be written whole. */
int session_close(struct session *session, int code);

/* --------------------------------------------- listen.c, connect.c, pipe.c */

int listen_main(int argc, char **argv);
int connect_main(int argc, char **argv);

/*
 * A connection to a host, or an exit code after a message: `peer` is what the
 * user called it.
 */
int connect_dial(struct session *session, const struct options *options,
                 const struct tw_endpoint *remote, const char *peer,
                 tw_handle *handle);

/*
 * What is sent in place of standard input, and who sees first what comes.
 * `request` is sent whole; our direction stays open until `filter` has said
 * that it has all. `filter` keeps of n octets those for standard output, puts
 * them first, and returns how many; *all: nothing more is wanted.
 */
struct pipe_ends {
	const char *request;
	size_t (*filter)(void *context, uint8_t *octets, size_t n, bool *all);
	void *context;
};

/*
 * Standard input to the connection, its text to standard output, until both
 * directions are closed; end of input closes ours. Returns an exit code. A
 * signal, or an output that nobody reads, aborts the connection: the peer must
 * learn of it (SHLD-3). ends: NULL, or other ends than those.
 */
int pipe_run(struct session *session, tw_handle handle, bool linger,
             const struct pipe_ends *ends);

/* --------------------------------------------------------------- get.c */

int get_main(int argc, char **argv);

/* -------------------------------------------------------------- demo.c */

int demo_main(int argc, char **argv);

/* ------------------------------------------------------------ status.c */

int status_main(int argc, char **argv);

/* ------------------------------------------------------------ replay.c */

int replay_main(int argc, char **argv);

/* --------------------------------------------------------------- why.c */

int why_main(int argc, char **argv);

#endif
