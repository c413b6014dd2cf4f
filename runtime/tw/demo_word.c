/* SPDX-License-Identifier: BSD-2-Clause */
/* The names a story gives to errors and reports. */
#include <errno.h>
#include <string.h>

#include "demo_run.h"

struct entry {
	const char *name;
	int error;
};

static const struct entry errors[] = {
	{ "pending", TW_E_PENDING }, { "illegal", TW_E_ILLEGAL },
	{ "not_exist", TW_E_NOT_EXIST }, { "exists", TW_E_EXISTS },
	{ "unspecified", TW_E_UNSPECIFIED }, { "resources", TW_E_RESOURCES },
	{ "diffserv", TW_E_DIFFSERV }, { "compartment", TW_E_COMPARTMENT },
	{ "closing", TW_E_CLOSING }, { "refused", TW_E_REFUSED },
	{ "reset", TW_E_RESET }, { "timeout", TW_E_TIMEOUT },
	{ "aborted", TW_E_ABORTED }
};

static const struct entry errnos[] = {
	{ "ECONNREFUSED", -ECONNREFUSED }, { "ECONNRESET", -ECONNRESET },
	{ "EPIPE", -EPIPE }, { "ETIMEDOUT", -ETIMEDOUT },
	{ "ENOTCONN", -ENOTCONN }, { "EAGAIN", -EAGAIN },
	{ "EHOSTUNREACH", -EHOSTUNREACH }, { "ECONNABORTED", -ECONNABORTED }
};

static const struct {
	const char *name;
	unsigned what;
	int reason;
} reports[] = {
	{ "established", TW_ESTABLISHED, 0 },
	{ "acceptable", TW_ACCEPTABLE, 0 },
	{ "readable", TW_READABLE, 0 },
	{ "writable", TW_WRITABLE, 0 },
	{ "closing", TW_PEER_CLOSED, 0 },
	{ "urgent", TW_URGENT_DATA, 0 },
	{ "unreachable", TW_UNREACHABLE, 0 },
	{ "closed", TW_CLOSED, TW_OK },
	{ "refused", TW_CLOSED, TW_E_REFUSED },
	{ "reset", TW_CLOSED, TW_E_RESET },
	{ "timeout", TW_CLOSED, TW_E_TIMEOUT },
	{ "aborted", TW_CLOSED, TW_E_ABORTED }
};

enum { ERRORS = sizeof errors / sizeof *errors,
       ERRNOS = sizeof errnos / sizeof *errnos };

static int error_of(const struct entry *table, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(name, table[i].name))
			return table[i].error;
	return 1;
}

/* NULL: it has none. */
static const char *name_of(const struct entry *table, size_t n, int64_t error)
{
	for (size_t i = 0; i < n; i++)
		if (error == table[i].error)
			return table[i].name;
	return error < 0 ? NULL : "success";
}

int demo_error(const char *name)
{
	return error_of(errors, ERRORS, name);
}

int demo_errno(const char *name)
{
	return error_of(errnos, ERRNOS, name);
}

const char *demo_error_name(int64_t error)
{
	const char *name = name_of(errors, ERRORS, error);

	return name ? name : "an unknown error";
}

const char *demo_errno_name(int error)
{
	const char *name = name_of(errnos, ERRNOS, error);

	return name ? name : strerror(-error);
}

bool demo_report(const char *name, unsigned *what, int *reason)
{
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
		if (!strcmp(name, reports[i].name)) {
			*what = reports[i].what;
			*reason = reports[i].reason;
			return true;
		}
	return false;
}
