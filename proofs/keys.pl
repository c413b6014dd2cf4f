#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# The key of every function with a contract: a hash of all its proof rests on.
#
#	frama-c FILE -print -ocode NORMAL
#	keys.pl OPTIONS MODEL NORMAL
#
# The normalised C is a row of globals. Each defines names:
#
#	/*@ lemma ... */                 an annotation: its lemmas, predicates...
#	/*@ requires ... */ int f(...)   a function: f, contract and body apart
#	enum, struct, typedef, object    its tag, enumerators, name
#
# The key of f covers OPTIONS, f itself, and, closed over the identifiers in
# them, what these globals say: of another function its contract, of all else
# the whole text. Axioms, lemmas, and globals that define no name seen here are
# in every key. There may be no ghost functions: WP believes their contracts, and
# they have no line below.
#
# Output, a line each, tab between:
#	prove   NAME KEY CONTRACT SAME  defined here, with a contract
#	valued  NAME - -                the same, whose proof may use what a constant
#	                                object is initialised with
#	lemma   NAME KEY - SAME         to be proved here
#	bare    NAME - static|extern    defined here, without a contract
#	assume  NAME - CONTRACT         declared here with a contract, not defined
#	axiom   NAME - -
# SAME is KEY without the axioms and lemmas that only stand beside it, and with
# MODEL for OPTIONS: a header's function has the same SAME in every file.
use strict;
use warnings;
use Digest::SHA 'sha256_hex';

my ($options, $model, $normal) = @ARGV;
@ARGV == 3 or die "usage: keys.pl OPTIONS MODEL NORMAL\n";

sub hash {
	my ($text) = @_;
	return substr sha256_hex($text), 0, 16;
}

# The globals of normalised C, with the annotation before each. A brace at the
# outermost level ends a function, but not a type or an initialiser.
sub globals {
	my ($text) = @_;
	my (@all, $item);
	my $depth = 0;
	$item = '';
	while ($text =~ m{\G(/\*.*?\*/|//[^\n]*|\#[^\n]*|"(?:\\.|[^"\\])*"
			|'(?:\\.|[^'\\])*'|[{};]|[^/"'{};\#]+|/)}gcsx) {
		my $token = $1;
		if ($depth == 0 && $item !~ /\S/ && $token =~ m{^/\*@}) {
			push @all, $token;
			next;
		}
		next if $depth == 0 && $token =~ m{^(/\*[^@]|\#)};
		$item .= $token;
		$depth++ if $token eq '{';
		$depth-- if $token eq '}';
		next if $depth != 0 || $token !~ /^[;}]$/;
		next if $token eq '}' && ($item =~ /^[^{]*=\s*\{/ ||
			$item =~ /^\s*(typedef|(\w+\s+)*(struct|union|enum)\b[^(]*\{)/);
		$item =~ s/^\s+//;
		push @all, $item;
		$item = '';
	}
	die "keys.pl: cannot read $normal\n" if $item =~ /\S/ || $depth != 0;
	return @all;
}

# The name of the function that a global declares or defines.
sub function_of {
	my ($global) = @_;
	return if $global =~ m{^(typedef\b|/\*@)};
	$global =~ s/__attribute__\s*\(\(.*?\)\)//gs;
	$global =~ s/\{.*//s;
	return if $global =~ /=/;
	return $global =~ /^[\w\s*]*[\s*](\w+)\s*\(/ ? $1 : undef;
}

# The names another kind of global defines.
sub names_of {
	my ($global) = @_;
	return grep { defined } $global =~ /\b(?:
			(?:lemma|axiom|axiomatic|predicate|inductive|type)\s+(\w+)
			|logic\b[^(){};=]*?(\w+)\s*[({=;])/gx
		if $global =~ m{^/\*@};
	my @names;
	push @names, $1 if $global =~ /\b(?:struct|union|enum)\s+(\w+)\s*[{;]/;
	push @names, $global =~ /(\w+)\s*=/g if $global =~ /^enum\b/;
	push @names, $1 if $global =~ /^typedef\b.*?(\w+)\s*(?:\[[^;]*)?;\s*$/s;
	push @names, $1 if $global =~ /^typedef\b[^;]*\(\s*\*\s*(\w+)\s*\)/;
	push @names, $1 if !@names &&
		$global =~ /^[\w\s*]*[\s*](\w+)\s*(?:\[[^=]*)?[=;]/;
	return @names;
}

my $text = do {
	local $/;
	open my $file, '<', $normal or die "$normal: $!\n";
	<$file>;
};
my (%contract, %heading, %body, %where, @whole, @always, %order);
my $pending = '';
for my $global (globals($text)) {
	if ($global =~ m{^/\*@\s*(requires|terminates|decreases|assigns|ensures
			|exits|allocates|frees|behavior|complete|disjoint)\b}x) {
		$pending = $global;
		next;
	}
	if (defined(my $f = function_of($global))) {
		$order{$f} //= keys %order;
		$contract{$f} = ($contract{$f} // '') . $pending;
		($heading{$f} = $global) =~ s/\s*[{;].*//s;
		$body{$f} = $global if $global =~ /\{/;
		$pending = '';
		next;
	}
	die "keys.pl: a contract without a function: $pending\n" if $pending;
	die "keys.pl: nobody would prove this: $global\n"
		if $global =~ m{^/\*@\s*ghost\b};
	my @names = names_of($global);
	push @always, scalar @whole
		if !@names || $global =~ m{^/\*@.*\b(axiom|lemma|inductive)\b}s;
	push @{$where{$_}}, scalar @whole for @names;
	push @whole, $global;
}

# Every text a key can cover: the globals, then what functions promise.
my @functions = sort { $order{$a} <=> $order{$b} } keys %order;
my %promise;
my @texts = @whole;
for my $f (@functions) {
	$promise{$f} = @texts;
	push @{$where{$f}}, scalar @texts;
	push @texts, join " ", split " ", "$contract{$f} $heading{$f}";
}
my @words = map { my %seen; [grep { !$seen{$_}++ && $where{$_} } /\w+/g] }
	@texts;
my @sums = map { hash($_) } @texts;

# What each text leads to, as a string of bits: grown until nothing changes.
my @leads = map { my $bits = ''; vec($bits, $_, 1) = 1; $bits } 0 .. $#texts;
for (my $grown = 1; $grown;) {
	$grown = 0;
	for my $n (0 .. $#texts) {
		my $bits = $leads[$n];
		$bits |= $leads[$_] for map { @{$where{$_}} } @{$words[$n]};
		$grown = 1 if $bits ne $leads[$n];
		$leads[$n] = $bits;
	}
}

# The numbers of all that TEXT and the texts numbered START lead to.
sub closure {
	my ($text, @start) = @_;
	my $bits = '';
	my %seen;
	$bits |= $leads[$_] for @start, map { @{$where{$_}} }
		grep { !$seen{$_}++ && $where{$_} } $text =~ /\w+/g;
	return grep { vec $bits, $_, 1 } 0 .. $#texts;
}

my (@lines, @covered);
# out KIND NAME CONTRACT TEXT: a line whose keys cover TEXT and what it rests on.
sub out {
	my ($kind, $name, $contract, $text) = @_;
	my @own = ($name, $text);
	push @lines, [$kind, $name, $contract];
	push @covered,
		join("\n", $options, @own, sort @sums[closure($text, @always)]),
		join("\n", $model, @own, sort @sums[closure($text)]);
}

for my $f (@functions) {
	my $sum = $sums[$promise{$f}];
	if ($body{$f} && $contract{$f}) {
		my $text = "$contract{$f}\n$body{$f}";
		out('prove', $f, $sum, $text);
		print "valued\t$f\t-\t-\n" if grep {
			$_ < @whole &&
			$whole[$_] =~ m{^(?!/\*@)[^=]*\bconst\b[^=]*=}
		} closure($text);
	} elsif ($body{$f}) {
		my $linkage = $heading{$f} =~ /\bstatic\b/ ? 'static' : 'extern';
		print "bare\t$f\t-\t$linkage\n";
	} elsif ($contract{$f}) {
		print "assume\t$f\t-\t$sum\n";
	}
}
for my $annotation (grep { m{^/\*@} } @whole) {
	print "axiom\t$_\t-\t-\n" for $annotation =~ /\baxiom\s+(\w+)/g;
	out('lemma', $1, '-', $2)
		while $annotation =~ /\blemma\s+(\w+)([^;]*;)/g;
}
my @keys = map { hash($_) } @covered;
for my $line (@lines) {
	my ($kind, $name, $contract) = @$line;
	print join("\t", $kind, $name, shift @keys, $contract, shift @keys), "\n";
}
