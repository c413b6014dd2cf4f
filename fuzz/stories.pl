#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# stories.pl HARNESS DIRECTORY: makes the seeds of `stack` or `pair` out of
# HARNESS.stories, one file a story. The words of stack are the names in
# script.h, small and without their prefix; `segment` takes flags in the RFC's
# letters. Those of pair are its acts, in the order of enum act.
use strict;
use warnings;

my ($harness, $to) = @ARGV;
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
		my $frame = pack 'H*', join '', grep { !/=/ } @rest;
		return pack('CCnN', number('verb', $verb), $a{repair} // 1,
			length $frame, 0) . $frame;
	}
	return pack 'CCCCN', number('verb', $verb), number('who', $a{who} // 0),
		map { number('', $a{$_} // 0) } qw(a b n);
}

sub write_story {
	my ($name, $octets) = @_;

	open(my $file, '>:raw', "$to/$name") or die "$to/$name: $!\n";
	print $file $octets;
	close $file or die "$to/$name: $!\n";
}

my @acts = qw(write read push urgent shutdown close abort nodelay keepalive);
my ($name, $settings, $acts, $records, @set);

sub stack_line {
	my ($first, @rest) = @_;
	if ($first eq 'set') {
		$set[number('set', $rest[0])] = number('', $rest[1]);
	} else {
		$records .= record($first, @rest);
	}
}

# when, who and what, how much: the time before the first act stands first.
sub pair_line {
	my ($first, @rest) = @_;
	if ($first eq 'set') {
		$set[$rest[0]] = number('', $rest[1]);
	} elsif ($first eq 'fates') {
		$records .= pack '(H2)*', @rest;
	} else {
		my ($ms, $who, $what, $n) = @rest;
		my ($index) = grep { $acts[$_] eq $what } 0 .. $#acts;
		die "line $.: $what?\n" unless defined $index;
		$acts .= pack 'CCn', $ms / 5, $index * 2 + ($who eq 'B'),
			$n // 0;
	}
}

sub finish {
	$set[15] = length($acts) / 4 if $harness eq 'pair';
	write_story($name, pack("C$settings", @set) . $acts . $records);
}

learn();
$settings = $harness eq 'stack' ? 8 : 16;
open(my $in, '<', "$here$harness.stories") or die "$harness.stories: $!\n";
while (<$in>) {
	$_ .= <$in> while s{\\\n$}{};
	s/#.*//;
	my ($first, @rest) = split ' ';
	next unless defined $first;
	if ($first eq 'story') {
		finish() if defined $name;
		($name, $acts, $records, @set) = ($rest[0], '', '',
			(0) x $settings);
	} elsif ($harness eq 'stack') {
		stack_line($first, @rest);
	} else {
		pair_line($first, @rest);
	}
}
finish();
