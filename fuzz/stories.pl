#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# stories.pl DIRECTORY: makes the seeds of the harness `stack` out of
# stack.stories, one file a story. The words are the names in script.h, small
# and without their prefix; `segment` takes flags in the RFC's letters.
use strict;
use warnings;

my ($to) = @ARGV;
my $here = $0 =~ s{[^/]*$}{}r;
my (%word, %prefix);

sub slurp {
	my ($name) = @_;
	open(my $file, '<', $name) or die "$name: $!\n";
	local $/;
	return <$file>;
}

# The enums of script.h: what has no number has one more than the one before.
sub learn {
	my $text = slurp("${here}script.h");
	$text =~ s{/\*.*?\*/}{}gs;
	while ($text =~ /enum\s*\w*\s*\{(.*?)\}/gs) {
		my $next = 0;
		for my $entry (split /,/, $1) {
			next unless $entry =~ /(\w+)\s*(?:=\s*(\w+))?/;
			my ($name, $value) = ($1, $2);
			$next = $value =~ /^0/ ? oct $value : $word{lc $value} //
				$value if defined $value;
			$word{lc $name} = $next++;
		}
	}
}

# "batch|port", "nxt+1", 5 or 0x10.
sub number {
	my ($prefix, $text) = @_;
	my $sum = 0;
	for my $part (split /\|/, $text) {
		my $value = $part =~ /^0x/ ? hex $part :
			$part =~ /^\d+$/ ? $part : $word{"${prefix}_$part"};
		die "line $.: $part?\n" unless defined $value;
		$sum += $value;
	}
	return $sum;
}

sub place {
	my ($prefix, $text) = @_;
	$text =~ /^(\w+?)([+-]\d)?$/ or die "line $.: $text?\n";
	return number($prefix, $1) | (($2 // 0) & 15) << 4;
}

sub segment {
	my ($flags, %a) = @_;
	my $bits = 0;

	$flags =~ s{-}{};
	for my $letter (split //, $flags) {
		my $bit = index 'FSRPAUEC', $letter;
		die "line $.: flag $letter?\n" if $bit < 0;
		$bits |= 1 << $bit;
	}
	return pack 'C8', 0, number('who', $a{who} // 0), $bits,
		place('at', $a{seq} // 'nxt'), place('of', $a{ack} // 'nxt'),
		number('', $a{text} // 0), number('', $a{wnd} // 0x14),
		number('opt', $a{opt} // 0);
}

sub record {
	my ($verb, @rest) = @_;
	return segment($rest[0], map { split /=/, $_, 2 } @rest[1 .. $#rest])
		if $verb eq 'segment';
	my %a = map { split /=/, $_, 2 } grep { /=/ } @rest;
	if ($verb eq 'raw') {
		my $frame = pack 'H*', $rest[-1];
		return pack('CCnN', number('verb', $verb), $a{repair} // 1,
			length $frame, 0) . $frame;
	}
	return pack 'CCCCN', number('verb', $verb), number('who', $a{who} // 0),
		map { number('', $a{$_} // 0) } qw(a b n);
}

sub write_story {
	my ($name, $set, $records) = @_;
	return unless defined $name;
	open(my $file, '>:raw', "$to/$name") or die "$to/$name: $!\n";
	print $file pack('C8', @$set), $records;
	close $file or die "$to/$name: $!\n";
}

my ($name, @set, $records);
learn();
open(my $in, '<', "${here}stack.stories") or die "stack.stories: $!\n";
while (<$in>) {
	s/#.*//;
	my ($first, @rest) = split ' ';
	next unless defined $first;
	if ($first eq 'story') {
		write_story($name, \@set, $records);
		($name, $records, @set) = ($rest[0], '', (0) x 8);
	} elsif ($first eq 'set') {
		$set[number('set', $rest[0])] = number('', $rest[1]);
	} else {
		$records .= record($first, @rest);
	}
}
write_story($name, \@set, $records);
