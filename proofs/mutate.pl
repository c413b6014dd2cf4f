#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# Plants errors in C.
#
#	mutate.pl FILE                    what can be planted: FUNCTION N CHANGE
#	mutate.pl FILE FUNCTION:N...      FILE with that planted in each function
#
# An error is one place of a function's body, changed in one way:
#
#	a == b   a != b        a < b    a <= b       a && b   a || b
#	a + b    a - b         !a       a            7        8
#	F_ONE    F_OTHER       statement;            nothing
#
# F_OTHER is the next enumerator of the same list, and only in an assignment.
# Comments, contracts and declarations stay.
use strict;
use warnings;

my ($name, @wanted) = @ARGV;
defined $name or die "usage: mutate.pl FILE [FUNCTION:N...]\n";

sub slurp {
	my ($name) = @_;
	local $/;
	open my $file, '<', $name or die "$name: $!\n";
	return <$file>;
}

my $text = slurp($name);
my %instead = ('==' => '!=', '!=' => '==', '<' => '<=', '<=' => '<',
	'>' => '>=', '>=' => '>', '&&' => '||', '||' => '&&', '+' => '-',
	'-' => '+', '*' => '+', '/' => '*', '%' => '/', '+=' => '-=',
	'-=' => '+=');

# The enumerator after each, in the lists of FILE and of what it includes.
my %next;
my ($folder) = $name =~ m{^(.*/)};
for my $source ($text, map { slurp($_) } grep { -e } map { ($folder // '') . $_ }
		$text =~ /^#include "([^"]+)"/mg) {
	while ($source =~ /\benum\s+\w*\s*\{(.*?)\}/gs) {
		my @list = map { /(\w+)/ ? $1 : () } split /,/,
			$1 =~ s{/\*.*?\*/}{}gsr;
		next if @list == 1;
		$next{$list[$_]} = $list[($_ + 1) % @list] for 0 .. $#list;
	}
}

# The changes of a body that begins at START: [place, length, new text].
sub changes {
	my ($body, $start) = @_;
	my @found;
	my $statement = 0;
	while ($body =~ m{\G(?:(/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\])*")
			|(\#[^\n]*\n)
			|((?<=\n)\t+(?!if\ [^;{}]*;\s*else\b
				|while|for|return|case|default|goto|break|const|static
				|(?:u?int\w*|bool|struct|size_t|enum)\ )
				[a-z][\w.\[\]>()-]*\s*(?:=|\()[^;{}]*;)
			|(\b[A-Z][A-Z0-9_]+\b)
			|(\b\d+u?\b)
			|(->|\+\+|--|<<|>>|&(?!&)|[-+*/%]=|==|!=|<=|>=|&&|\|\||[-+*/%<>!])
			|\w+|.)}gcsx) {
		my $end = pos $body;
		if (defined(my $line = $3)) {
			my ($tabs) = $line =~ /^(\t+)/;
			push @found, [$end - length $line, length $line, "$tabs;"];
			pos($body) = $end - length($line) + length $tabs;
			$statement = $end if $line =~ /=[^=]/;
		} elsif (defined(my $word = $4)) {
			push @found, [$end - length $word, length $word, $next{$word}]
				if $end < $statement && $next{$word};
		} elsif (defined(my $number = $5)) {
			my $more = ($number =~ s/u$//r) + 1;
			push @found, [$end - length $number, length $number,
				$number =~ /u$/ ? "${more}u" : $more];
		} elsif (defined(my $sign = $6)) {
			my $binary = substr($body, $end - length($sign) - 1, 1) eq ' '
				&& substr($body, $end, 1) =~ /\s/;
			my $new = $sign eq '!' ? '' :
				$binary ? $instead{$sign} : undef;
			push @found, [$end - length $sign, length $sign, $new]
				if defined $new;
		}
	}
	$_->[0] += $start for @found;
	return @found;
}

my (%changes, @functions);
while ($text =~ /^(\w[^\n;{}#"]*?\b(\w+)\([^;{}]*?\))\n(\{\n.*?^\}\n)/gms) {
	my ($function, $body) = ($2, $3);
	push @functions, $function;
	$changes{$function} = [changes($body, $-[3])];
}

# One line: what stands there, and what it becomes.
sub change {
	my ($at, $length, $new) = @{$_[0]};
	my $from = rindex($text, "\n", $at) + 1;
	my $to = index $text, "\n", $at + $length;
	my $old = substr $text, $from, $to - $from;
	my $changed = $old;
	substr $changed, $at - $from, $length, $new;
	s/\s+/ /g, s/^ | $//g for $old, $changed;
	return "$old => $changed";
}

if (!@wanted) {
	for my $function (@functions) {
		my @list = @{$changes{$function}};
		printf "%s\t%d\t%s\n", $function, $_, change($list[$_])
			for 0 .. $#list;
	}
	exit;
}
my @planted = map {
	my ($function, $n) = split /:/;
	$changes{$function}[$n] // die "mutate.pl: $name has no $_\n";
} @wanted;
for my $planted (sort { $b->[0] <=> $a->[0] } @planted) {
	substr $text, $planted->[0], $planted->[1], $planted->[2];
}
print $text;
