#!/usr/bin/perl
# SPDX-License-Identifier: BSD-2-Clause
#
# What a run of WP comes to.
#
#	results.pl UNIT MILLISECONDS LOG REPORT.json
#
# Output, tab between; a lemma's name is @NAME:
#	done UNIT NAME GOALS QED Z3 CVC4 SECONDS SLOWEST
#	                           of every function and lemma
#	open UNIT NAME GOAL                        every goal that is not proved
#
# The report says which function a goal belongs to; the log says how long it
# took, and has the exits and terminates that need no goal. What a call requires
# the report names after what is called; here, as in the log, it is
# NAME_call_GOAL. SECONDS: the time of the run, shared out by the goals' own
# times. SLOWEST: what a prover took for the hardest goal it proved.
use strict;
use warnings;

my ($unit, $milliseconds, $log, $report) = @ARGV;
@ARGV == 4 or die "usage: results.pl UNIT MILLISECONDS LOG REPORT\n";

# The nested hash at the front of JSON without arrays.
sub json {
	my ($text) = @_;
	if ($$text =~ /\G\s*\{/gc) {
		my %object;
		while ($$text =~ /\G[\s,]*"([^"]*)"\s*:/gc) {
			my $name = $1;
			$object{$name} = json($text);
		}
		$$text =~ /\G\s*\}/gc or die "$report: not JSON\n";
		return \%object;
	}
	$$text =~ /\G\s*"([^"]*)"/gc and return $1;
	$$text =~ /\G\s*([^\s,}]+)/gc and return $1;
	die "$report: not JSON\n";
}

sub slurp {
	my ($name) = @_;
	local $/;
	open my $file, '<', $name or die "$name: $!\n";
	return <$file>;
}

# "8ms", "1.2s", "1'20s" as seconds.
sub seconds {
	my ($time) = @_;
	return $1 / 1000 if $time =~ /^([\d.]+)ms$/;
	return $1 * 60 + $2 if $time =~ /^(\d+)'([\d.]+)s$/;
	return $time =~ /^([\d.]+)s$/ ? $1 : 0;
}

my $text = slurp($report);
my $json = json(\$text);
my (%sum, %owner, @open);

# Adds up the goals of one function or lemma.
sub add {
	my ($name, $goals) = @_;
	my $sum = $sum{$name} //= {map { $_ => 0 } qw(goals qed z3 cvc4 time slowest)};
	for my $property (grep { $_ ne 'wp:section' } sort keys %$goals) {
		my $by = $goals->{$property};
		my $goal = $name =~ /^@/ || $property =~ /^${name}_/ ? $property
			: "${name}_call_$property";
		my $main = $by->{'wp:main'};
		$owner{$goal} = $name;
		$sum->{goals} += $main->{total};
		push @open, [$name, $goal]
			if ($main->{valid} // 0) != $main->{total};
		for my $prover (keys %$by) {
			my $column = lc($prover =~ s/:.*//r);
			$sum->{$column} += $by->{$prover}{valid} // 0
				if $column ne 'wp';
		}
	}
}

my $functions = $json->{'wp:functions'} // {};
add($_, $functions->{$_}) for sort keys %$functions;
my $theories = $json->{'wp:axiomatics'} // {};
for my $theory (values %$theories) {
	for my $lemma (grep { /^lemma_/ } keys %$theory) {
		add('@' . substr($lemma, 6), {$lemma => $theory->{$lemma}});
	}
}

my $whole = 0;
for (split /\n/, slurp($log)) {
	if (/^\[wp\] \[CFG\] Goal (\w+)_(?:exits|terminates) : Valid/) {
		$sum{$1} //= {map { $_ => 0 } qw(goals qed z3 cvc4 time slowest)};
		$sum{$1}{$_}++ for qw(goals qed);
	} elsif (/^\[wp\] \[[^]]*\] Goal typed(?:_ref)?_(\w+)(.*)/) {
		my ($goal, $rest) = ($1, $2);
		$goal =~ s/_part\d+$// unless $owner{$goal};
		my $time = 0.1;
		$time += seconds($1) if $rest =~ /\(Qed:(\S+)\)/;
		my ($prover) = $rest =~ /: Valid.*? \(([\d.']+m?s)\)/;
		$time += $prover = seconds($prover // 0);
		if (my $name = $owner{$goal}) {
			$sum{$name}{time} += $time;
			$sum{$name}{slowest} = $prover
				if $prover > $sum{$name}{slowest};
		}
		$whole += $time;
	}
}
for my $name (sort keys %sum) {
	my $s = $sum{$name};
	printf "done\t%s\t%s\t%d\t%d\t%d\t%d\t%.1f\t%.2f\n", $unit, $name,
		@$s{qw(goals qed z3 cvc4)},
		$whole ? $s->{time} / $whole * $milliseconds / 1000 : 0,
		$s->{slowest};
}
print "open\t$unit\t$$_[0]\t$$_[1]\n" for @open;
