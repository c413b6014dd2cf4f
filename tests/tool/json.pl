#!/usr/bin/env perl
# SPDX-License-Identifier: BSD-2-Clause
# Every line of the input is a JSON object (RFC 8259) in UTF-8, and there is one.
#     tw status --json | perl json.pl
use strict;
use warnings;

my $json = qr/
	(?(DEFINE)
	  (?<text> " (?: [^"\\\x00-\x1f] | \\ ["\\\/bfnrt] |
	             \\ u [0-9a-fA-F]{4} )* " )
	  (?<number> -? (?: 0 | [1-9]\d* ) (?: \.\d+ )? (?: [eE][-+]?\d+ )? )
	  (?<value> (?&text) | (?&number) | (?&object) | (?&array) |
	            true | false | null )
	  (?<member> (?&text) : (?&value) )
	  (?<object> \{ (?: (?&member) (?: , (?&member) )* )? \} )
	  (?<array> \[ (?: (?&value) (?: , (?&value) )* )? \] )
	)
	^ (?&object) $
/x;
my $lines = 0;
while (my $line = <STDIN>) {
	chomp $line;
	my $copy = $line;
	die "no UTF-8: $line\n" unless utf8::decode($copy);
	die "no JSON: $line\n" unless $line =~ $json;
	$lines++;
}
exit($lines ? 0 : 1);
