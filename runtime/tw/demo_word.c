/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <string.h>

#include "demo_run.h"

static const struct {
	const char *name;
	int error;
} errors[] = {
	{ "pending", TW_E_PENDING }, { "illegal", TW_E_ILLEGAL },
	{ "not_exist", TW_E_NOT_EXIST }, { "exists", TW_E_EXISTS },
	{ "unspecified", TW_E_UNSPECIFIED }, { "resources", TW_E_RESOURCES },
	{ "diffserv", TW_E_DIFFSERV }, { "compartment", TW_E_COMPARTMENT },
	{ "closing", TW_E_CLOSING }, { "refused", TW_E_REFUSED },
	{ "reset", TW_E_RESET }, { "timeout", TW_E_TIMEOUT },
	{ "aborted", TW_E_ABORTED }
}, errnos[] = {
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

int demo_error(const char *name)
{
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (!strcmp(name, errors[i].name))
			return errors[i].error;
	return 1;
}

int demo_errno(const char *name)
{
	for (size_t i = 0; i < sizeof errnos / sizeof *errnos; i++)
		if (!strcmp(name, errnos[i].name))
			return errnos[i].error;
	return 1;
}

const char *demo_error_name(int64_t error)
{
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
		if (error == errors[i].error)
			return errors[i].name;
	return error < 0 ? "an unknown error" : "success";
}

const char *demo_errno_name(int error)
{
	for (size_t i = 0; i < sizeof errnos / sizeof *errnos; i++)
		if (error == errnos[i].error)
			return errnos[i].name;
	return error < 0 ? strerror(-error) : "success";
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
