/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A tw that runs can be asked what it is doing:
 *
 *      tw connect, listen, get                       tw status
 *      DIR/PID  <---------- "text\n" or "json\n" ----
 *               ---- its connections, and the end -->
 *
 * through a Unix socket named by its process in a directory of the user's own:
 * $XDG_RUNTIME_DIR/tw, or /run/tw, or /tmp/tw-UID, the first that can be. It is
 * answered between two turns of the stack, and whoever does not read at once
 * does not keep the stack waiting.
 */
#ifndef TW_STATUS_H
#define TW_STATUS_H

#include <poll.h>
#include <stddef.h>

#include "../tcpwright.h"

enum { STATUS_PATH = 108, STATUS_FILES = 2 };

struct status_server {
	int listener, client;     /* -1: none */
	char path[STATUS_PATH];
};

/* What is told beside the connections. */
struct status_about {
	const char *verb, *interface;
	const struct tw *tw;
};

/* Begins to answer; 0, or -1 after a note that it cannot, which is no harm. */
int status_open(struct status_server *server);
void status_close(struct status_server *server);

/* Its STATUS_FILES descriptors for poll(), and what to do when it is over. */
void status_files(const struct status_server *server, struct pollfd *files);
void status_serve(struct status_server *server, const struct pollfd *files,
                  const struct status_about *about);

#endif
