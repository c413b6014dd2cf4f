/* SPDX-License-Identifier: BSD-2-Clause */
#include "json.h"

#include <inttypes.h>
#include <string.h>

/* Octets of the UTF-8 character at p (RFC 3629), 0: it is none. */
static size_t character(const unsigned char *p)
{
	static const struct {
		unsigned char first, last, low, high;
		size_t octets;
	} form[] = {
		{ 0x00, 0x7f, 0, 0, 1 },       { 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 }
	};
	size_t i = 0, k = 2;

	while (i < sizeof form / sizeof *form
	       && !(form[i].first <= *p && *p <= form[i].last))
		i++;
	if (i == sizeof form / sizeof *form)
		return 0;
	if (form[i].octets > 1
	    && (p[1] < form[i].low || p[1] > form[i].high))
		return 0;
	while (k < form[i].octets && p[k] >= 0x80 && p[k] <= 0xbf)
		k++;
	return form[i].octets <= k ? form[i].octets : 0;
}

static void put_control(FILE *out, unsigned char c)
{
	static const char short_of[] = "b\bf\fn\nr\rt\t";
	const char *at = c ? strchr(short_of, c) : NULL;

	if (c == '"' || c == '\\')
		fprintf(out, "\\%c", c);
	else if (at)
		fprintf(out, "\\%c", at[-1]);
	else
		fprintf(out, "\\u%04x", c);
}

static void put_string(FILE *out, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n;

	fputc('"', out);
	for (; *p; p += n ? n : 1) {
		n = character(p);
		if (!n)
			fputs("\\ufffd", out);
		else if (*p < 0x20 || *p == '"' || *p == '\\' || *p == 0x7f)
			put_control(out, *p);
		else
			fwrite(p, 1, n, out);
	}
	fputc('"', out);
}

static void name_of(struct json *json, const char *name)
{
	if (json->comma)
		fputc(',', json->out);
	json->comma = true;
	if (!name)
		return;
	put_string(json->out, name);
	fputc(':', json->out);
}

struct json json_begin(FILE *out)
{
	fputc('{', out);
	return (struct json){ .out = out };
}

void json_end(struct json *json)
{
	fputs("}\n", json->out);
	fflush(json->out);
}

void json_text(struct json *json, const char *name, const char *text)
{
	name_of(json, name);
	put_string(json->out, text);
}

void json_number(struct json *json, const char *name, uint64_t value)
{
	name_of(json, name);
	fprintf(json->out, "%" PRIu64, value);
}

void json_signed(struct json *json, const char *name, int64_t value)
{
	name_of(json, name);
	fprintf(json->out, "%" PRId64, value);
}

void json_flag(struct json *json, const char *name, bool value)
{
	name_of(json, name);
	fputs(value ? "true" : "false", json->out);
}

void json_endpoint(struct json *json, const char *name, uint32_t address,
                   uint16_t port)
{
	name_of(json, name);
	if (!address && !port)
		fputs("null", json->out);
	else
		fprintf(json->out, "\"%u.%u.%u.%u:%u\"", address >> 24,
		        address >> 16 & 255, address >> 8 & 255,
		        address & 255, port);
}

void json_open(struct json *json, const char *name, char bracket)
{
	name_of(json, name);
	fputc(bracket, json->out);
	json->comma = false;
}

void json_close(struct json *json, char bracket)
{
	fputc(bracket, json->out);
	json->comma = true;
}
