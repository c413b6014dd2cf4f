/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE
#include "status.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tw.h"
#include "variables.h"

enum {
	JSON = 256,
	REQUEST = 5,              /* octets */
	BUFFER = 4 * 1024 * 1024,
	PATIENCE = 3              /* s */
};

/* ------------------------------------------------------------ directory */

/* There, ours, and nobody else can write in it. */
static bool is_ours(const char *directory)
{
	struct stat s;

	mkdir(directory, 0700);
	return !lstat(directory, &s) && S_ISDIR(s.st_mode)
	       && s.st_uid == geteuid() && !(s.st_mode & 022);
}

static bool find_directory(char directory[STATUS_PATH])
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");

	if (runtime && *runtime == '/'
	    && snprintf(directory, STATUS_PATH, "%s/tw", runtime) < 90
	    && is_ours(directory))
		return true;
	snprintf(directory, STATUS_PATH, "/run/tw");
	if (is_ours(directory))
		return true;
	snprintf(directory, STATUS_PATH, "/tmp/tw-%u", (unsigned)geteuid());
	return is_ours(directory);
}

static struct sockaddr_un address_of(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t n = strnlen(path, sizeof address.sun_path - 1);

	memcpy(address.sun_path, path, n);
	return address;
}

/* --------------------------------------------------------------- server */

static int start(struct status_server *server, const char *directory)
{
	struct sockaddr_un address;

	if (snprintf(server->path, sizeof server->path, "%.90s/%d", directory,
	             (int)getpid()) < 0)
		return -1;
	address = address_of(server->path);
	server->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC
	                          | SOCK_NONBLOCK, 0);
	unlink(server->path);
	if (server->listener < 0
	    || bind(server->listener, (const struct sockaddr *)&address,
	            sizeof address)
	    || listen(server->listener, 8))
		return -1;
	return 0;
}

int status_open(struct status_server *server)
{
	char directory[STATUS_PATH];

	*server = (struct status_server){ .listener = -1, .client = -1 };
	errno = EACCES;
	if (find_directory(directory) && !start(server, directory))
		return 0;
	note("'tw status' cannot ask this one: %s: %s", directory,
	     strerror(errno));
	status_close(server);
	return -1;
}

void status_close(struct status_server *server)
{
	if (server->listener >= 0) {
		unlink(server->path);
		close(server->listener);
	}
	if (server->client >= 0)
		close(server->client);
	server->listener = server->client = -1;
}

void status_files(const struct status_server *server, struct pollfd *files)
{
	files[0] = (struct pollfd){ server->client < 0 ? server->listener : -1,
		                    POLLIN, 0 };
	files[1] = (struct pollfd){ server->client, POLLIN, 0 };
}

static void tell_json(FILE *out, const struct status_about *about,
                      const struct tw_status *s)
{
	struct json json = json_begin(out);
	char state[16];

	json_number(&json, "pid", (uint64_t)getpid());
	json_text(&json, "verb", about->verb);
	json_text(&json, "interface", about->interface);
	json_text(&json, "state", ladder_state(s->state, state));
	json_endpoint(&json, "local", s->local.address, s->local.port);
	json_endpoint(&json, "remote", s->remote.address, s->remote.port);
	json_open(&json, "tcb", '{');
	for (const struct variable *v = variables; v->name; v++)
		if (v->flag)
			json_flag(&json, v->name, variable_of(&s->tcb, v));
		else
			json_number(&json, v->name, variable_of(&s->tcb, v));
	json_close(&json, '}');
	json_number(&json, "unacknowledged", s->unacknowledged);
	json_number(&json, "unsent", s->unsent);
	json_number(&json, "on_hand", s->on_hand);
	json_number(&json, "held", s->held);
	json_number(&json, "mss", s->mss);
	json_number(&json, "srtt_us", s->srtt);
	json_number(&json, "rto_us", s->rto);
	json_number(&json, "retransmissions", s->retransmissions);
	json_number(&json, "congestion_window", s->congestion_window);
	json_end(&json);
}

static void tell_endpoint(FILE *out, struct tw_endpoint e)
{
	if (e.address || e.port)
		fprintf(out, "%u.%u.%u.%u:%u", e.address >> 24,
		        e.address >> 16 & 255, e.address >> 8 & 255,
		        e.address & 255, e.port);
	else
		fputs("anybody", out);
}

static void tell_variables(FILE *out, const struct fsm_tcb *tcb)
{
	int n = 0;

	for (const struct variable *v = variables; v->name; v++)
		if (!v->flag)
			fprintf(out, "%s%-11s %10" PRIu32,
			        n++ % 3 ? "   " : "\n    ", v->name,
			        variable_of(tcb, v));
	fputs("\n   ", out);
	for (const struct variable *v = variables; v->name; v++)
		if (v->flag && variable_of(tcb, v))
			fprintf(out, " %s;", v->name);
}

static void tell_text(FILE *out, const struct status_about *about,
                      const struct tw_status *s)
{
	char state[16];

	fprintf(out, "%d tw %s, %s: %s  ", (int)getpid(), about->verb,
	        about->interface, ladder_state(s->state, state));
	tell_endpoint(out, s->local);
	fputs(" - ", out);
	tell_endpoint(out, s->remote);
	tell_variables(out, &s->tcb);
	fprintf(out, "\n    %u in flight, %u unsent, %u on hand, %u held, "
	        "MSS %u, RTO %.0f ms, SRTT %.1f ms,\n    %u retransmissions, "
	        "congestion window %u\n", s->unacknowledged, s->unsent,
	        s->on_hand, s->held, s->mss, (double)s->rto / 1e3,
	        (double)s->srtt / 1e3, s->retransmissions,
	        s->congestion_window);
}

static void answer(int client, const struct status_about *about, bool as_json)
{
	int size = BUFFER;
	struct tw_status status;
	uint32_t place = 0;
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	if (!out)
		return;
	while (tw_each(about->tw, &place, &status))
		(as_json ? tell_json : tell_text)(out, about, &status);
	fclose(out);
	setsockopt(client, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
	if (send(client, text, n, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		note("whoever asked for status does not read it");
	free(text);
}

void status_serve(struct status_server *server, const struct pollfd *files,
                  const struct status_about *about)
{
	char request[REQUEST] = "";

	if (files[0].revents)
		server->client = accept4(server->listener, NULL, NULL,
		                         SOCK_CLOEXEC | SOCK_NONBLOCK);
	if (!files[1].revents)
		return;
	if (recv(server->client, request, sizeof request, 0) == REQUEST)
		answer(server->client, about, !memcmp(request, "json\n",
		                                      REQUEST));
	close(server->client);
	server->client = -1;
}

/* --------------------------------------------------------------- client */

static int ask(const char *path)
{
	const struct timeval patience = { .tv_sec = PATIENCE };
	struct sockaddr_un address = address_of(path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	if (!connect(fd, (const struct sockaddr *)&address, sizeof address))
		return fd;
	if (errno == ECONNREFUSED)
		unlink(path);   /* of one that was killed */
	close(fd);
	return -1;
}

/* 1: it answered; 0: there is no such process any more. */
static int copy_answer(const char *path, bool as_json)
{
	char octets[4096];
	int fd = ask(path);
	ssize_t n;

	if (fd < 0)
		return 0;
	if (send(fd, as_json ? "json\n" : "text\n", REQUEST, MSG_NOSIGNAL)
	    != REQUEST)
		note("%s: %s", path, strerror(errno));
	while ((n = recv(fd, octets, sizeof octets, 0)) > 0)
		fwrite(octets, 1, (size_t)n, stdout);
	if (n < 0)
		note("%s does not answer: %s", path, strerror(errno));
	close(fd);
	return 1;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return atoi((*a)->d_name) - atoi((*b)->d_name);
}

static int is_process(const struct dirent *entry)
{
	return *entry->d_name
	       && strspn(entry->d_name, "0123456789") == strlen(entry->d_name);
}

static int show(bool as_json)
{
	char directory[STATUS_PATH], path[STATUS_PATH + 256];
	struct dirent **entry = NULL;
	int n, running = 0;

	if (!find_directory(directory))
		return trouble("%s is not a directory of this user alone",
		               directory);
	n = scandir(directory, &entry, is_process, by_name);
	if (n < 0)
		return trouble("%s: %s", directory, strerror(errno));
	for (int i = 0; i < n; i++) {
		snprintf(path, sizeof path, "%s/%s", directory,
		         entry[i]->d_name);
		running += copy_answer(path, as_json);
		free(entry[i]);
	}
	free(entry);
	if (!running && !as_json)
		note("no tw of this user is running");
	return 0;
}

static const struct argp_option table[] = {
	{ "json", JSON, 0, 0, "an object for each connection, a line each", 0 },
	{ 0 }
};

static error_t option(int key, char *text, struct argp_state *state)
{
	bool *as_json = state->input;

	(void)text;
	if (key == ARGP_KEY_ARG)
		argp_error(state, "status takes no argument");
	if (key != JSON)
		return ARGP_ERR_UNKNOWN;
	*as_json = true;
	trouble_in_json(true);
	return 0;
}

int status_main(int argc, char **argv)
{
	const struct argp argp = {
		table, option, "",
		"Shows the connections of every tw of this user that runs, "
		"with all variables of their transmission control blocks, as "
		"STATUS of RFC 9293 section 3.10.6 would have it.\v"
		"Exit codes: 0 done, also when none runs, 2 wrong usage or "
		"something is missing.", NULL, NULL, NULL
	};
	static char program[] = "tw status";
	bool as_json = false;

	argv[0] = program;
	argp_err_exit_status = EXIT_TROUBLE;
	argp_parse(&argp, argc, argv, 0, NULL, &as_json);
	return output_ended(show(as_json));
}
