/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * JSON (RFC 8259), an object a line:
 *
 *     json_begin(out); json_text("state", "LISTEN"); json_end();
 *
 * Text is UTF-8 on the way out, whatever it was: what JSON wants escaped is
 * escaped, and octets that are no UTF-8 become U+FFFD.
 */
#ifndef TW_JSON_H
#define TW_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct json {
	FILE *out;
	bool comma;               /* before the next member */
};

/* The object itself. json_end() also ends the line and flushes it. */
struct json json_begin(FILE *out);
void json_end(struct json *json);

/* Members. Inside an array the name is NULL. */
void json_text(struct json *json, const char *name, const char *text);
void json_number(struct json *json, const char *name, uint64_t value);
void json_signed(struct json *json, const char *name, int64_t value);
void json_flag(struct json *json, const char *name, bool value);

/* "address:port", or null when both are 0: any. */
void json_endpoint(struct json *json, const char *name, uint32_t address,
                   uint16_t port);

/* A member that is an object '{' or an array '[', and its end '}' or ']'. */
void json_open(struct json *json, const char *name, char bracket);
void json_close(struct json *json, char bracket);

#endif
