/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tw get: one page by HTTP/1.0 (RFC 1945), which every server speaks and which
 * ends with the connection or after Content-Length octets:
 *
 *      GET /PATH HTTP/1.0        ->
 *      Host: HOST                ->
 *                                <-  HTTP/1.1 200 OK
 *                                <-  Content-Length: 5
 *                                <-
 *                                <-  hello             to standard output
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "tw.h"

enum { HEAD = 65536, HOST = 256, REQUEST = 4096, EXIT_REDIRECTED = 3 };

static const struct options_verb verb = {
	"get", "http://HOST[:PORT]/PATH",
	"Fetches a page over a connection of our own TCP, and writes its body "
	"to standard output.\v"
	"HOST is an IPv4 address, or a name that this machine's resolver "
	"knows.\n\n"
	"Exit codes: 0 the page is there (2xx), 1 the connection failed or "
	"the answer is not whole, 2 wrong usage or something is missing, 3 "
	"the page is elsewhere (3xx), 4 the server refuses (4xx), 5 it failed "
	"(5xx).", 1
};

struct page {
	char host[HOST], request[REQUEST];
	struct tw_endpoint remote;

	char head[HEAD + 1];      /* up to its empty line */
	size_t headed;            /* octets of it */
	bool ended;               /* the head has */
	int status;               /* 0: no HTTP yet */
	uint64_t length, got;     /* of the body; UINT64_MAX: to the end */
};

/* ------------------------------------------------------------------ URL */

static int resolve(const char *host, uint32_t *address)
{
	const struct addrinfo wish = { .ai_family = AF_INET,
		                       .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	struct sockaddr_in in;
	int error = getaddrinfo(host, NULL, &wish, &found);

	if (error)
		return trouble("no address of '%s' is known (%s): an IPv4 "
		               "address needs no resolver", host,
		               gai_strerror(error));
	memcpy(&in, found->ai_addr, sizeof in);
	*address = ntohl(in.sin_addr.s_addr);
	freeaddrinfo(found);
	return 0;
}

static bool is_printable(const char *text)
{
	while (*text > ' ' && *text < 127)
		text++;
	return !*text;
}

/* http://HOST[:PORT][/PATH] */
static int take_url(struct page *page, const char *url)
{
	static const char scheme[] = "http://";
	const char *host = url + sizeof scheme - 1, *path, *port;
	size_t n;
	int code;

	if (strncasecmp(url, scheme, sizeof scheme - 1) || !is_printable(url))
		return trouble("'%s' is no URL that get knows: it is like "
		               "http://192.0.2.1:80/page", url);
	n = strcspn(host, "/?#");
	path = host + n;
	if (n == 0 || n >= HOST || memchr(host, '@', n))
		return trouble("'%s' names no host", url);
	memcpy(page->host, host, n);
	if (snprintf(page->request, REQUEST,
	             "GET %s%.*s HTTP/1.0\r\nHost: %s\r\n"
	             "User-Agent: tw/" TW_VERSION "\r\nAccept: */*\r\n"
	             "Connection: close\r\n\r\n", *path == '/' ? "" : "/",
	             (int)strcspn(path, "#"), path, page->host) >= REQUEST)
		return trouble("the URL is too long");
	page->remote.port = 80;
	port = strchr(page->host, ':');
	if (port) {
		page->remote.port = options_port(port + 1);
		page->host[port - page->host] = '\0';
	}
	code = resolve(page->host, &page->remote.address);
	return code;
}

/* --------------------------------------------------------------- answer */

/* The value of a header, or NULL. */
static const char *field(const struct page *page, const char *name)
{
	const char *line = strstr(page->head, "\n");
	size_t n = strlen(name);

	for (; line; line = strstr(line + 1, "\n"))
		if (!strncasecmp(line + 1, name, n) && line[1 + n] == ':')
			return line + 2 + n + strspn(line + 2 + n, " \t");
	return NULL;
}

static void read_head(struct page *page)
{
	const char *length = field(page, "Content-Length");
	int major, minor;

	page->length = UINT64_MAX;
	if (sscanf(page->head, "HTTP/%1d.%1d %3d", &major, &minor,
	           &page->status) != 3 || page->status < 100)
		page->status = 0;
	if (length)
		page->length = strtoumax(length, NULL, 10);
}

/* The octets that belong to the head; when it ends, what it says. */
static size_t take_head(struct page *page, const uint8_t *octets, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (page->headed == HEAD)
			return n;
		page->head[page->headed++] = octets[i] ? (char)octets[i] : ' ';
		page->head[page->headed] = '\0';
		if (octets[i] != '\n' || page->headed < 2)
			continue;
		if (strcmp(page->head + page->headed - 2, "\n\n")
		    && (page->headed < 4
		        || strcmp(page->head + page->headed - 4, "\r\n\r\n")))
			continue;
		page->ended = true;
		read_head(page);
		if (page->status / 100 != 1)
			return i + 1;
		page->ended = false;    /* 1xx: another one comes */
		page->headed = 0;
	}
	return n;
}

static size_t filter(void *context, uint8_t *octets, size_t n, bool *all)
{
	struct page *page = context;
	size_t head = 0, body;

	if (!page->ended)
		head = take_head(page, octets, n);
	if (!page->ended)
		return 0;
	body = n - head;
	if (body > page->length - page->got)
		body = (size_t)(page->length - page->got);
	memmove(octets, octets + head, body);
	page->got += body;
	*all = page->got == page->length;
	return page->status ? body : 0;
}

/* What came, as an exit code. */
static int judge(const struct page *page)
{
	const char *reason = strchr(page->head, ' ');
	int class = page->status / 100;

	if (!page->ended || !page->status) {
		trouble(page->headed ? "the answer is no HTTP"
		                     : "there was no answer");
		return EXIT_CONNECTION;
	}
	if (page->length != UINT64_MAX && page->got < page->length) {
		trouble("the page is not whole: %" PRIu64 " of %" PRIu64
		        " octets came", page->got, page->length);
		return EXIT_CONNECTION;
	}
	if (class == 2)
		return 0;
	trouble("the server says%.*s", (int)strcspn(reason, "\r\n"), reason);
	if (class == EXIT_REDIRECTED && field(page, "Location"))
		note("the page is at %.*s", (int)strcspn(field(page,
		     "Location"), "\r\n"), field(page, "Location"));
	return class >= 3 && class <= 5 ? class : EXIT_CONNECTION;
}

int get_main(int argc, char **argv)
{
	static struct page page;
	const struct pipe_ends ends = { page.request, filter, &page };
	struct session session;
	struct options options;
	tw_handle handle;
	int code;

	options_parse(&options, argc, argv, &verb);
	code = take_url(&page, options.arguments[0]);
	if (code)
		return code;
	code = session_open(&session, &options, verb.name);
	if (!code)
		code = connect_dial(&session, &options, &page.remote,
		                    page.host, &handle);
	if (!code)
		code = pipe_run(&session, handle, options.linger, &ends);
	if (!code)
		code = judge(&page);
	return session_close(&session, code);
}
