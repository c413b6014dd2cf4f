# SPDX-License-Identifier: BSD-2-Clause
#
# What Eva's runs say, and who answers for what it cannot say: lines
#
#	alarm    FILE:LINE FUNCTION KIND WHO
#	calls    FILE:LINE CALLER FUNCTION WHO
#	missing  FILE REACHED STATEMENTS FUNCTION...
#
# Frama-C reads all files as one: of functions with one name, static ones of
# several files or of a header, all but the first get a number, f_0, f_1. Its
# name for a function, with the program in front, is the node here.
#
# from: ledger (proofs/LEDGER), now (results.pl), named (all names in TRUST.md),
# trusted (those whose calls nobody has checked); and of the runs of a program
# names and log (where functions are, and what was reached), dot (who calls
# whom), csv (properties), contracts (properties, contracts read).

function unit(file) {
	sub(/\.h$/, ".c", file)
	return file
}

# Has a file a function of this name, as far as the ledger or TRUST.md tell?
function known(file, name) {
	return (unit(file), name) in how || name in named ||
	       (file ~ /\.h$/ && name in somewhere)
}

# The function a node is.
function own(node,   plain, name) {
	plain = name = substr(node, index(node, ":") + 1)
	if (!known(file[node], name) && sub(/_[0-9]+$/, "", name) &&
	    known(file[node], name))
		return name
	return plain
}

# Who proves it, if anybody does. What stands in a header is proved in the
# first unit that has it.
function proved(node,   name, key) {
	name = own(node)
	key = unit(file[node]) SUBSEP name
	if (!(key in how) && file[node] ~ /\.h$/ && name in somewhere)
		key = somewhere[name]
	return key in how && !(key in open) ? how[key] : ""
}

# An alarmed function, and every proved one that leads to it.
function rest(node,   n, i, callers) {
	if (node in resting || proved(node) == "")
		return
	resting[node]
	n = split(called_by[node], callers, " ")
	for (i = 1; i <= n; i++)
		rest(callers[i])
}

# Adds to what is missing of a file.
function miss(name, what) {
	missing[name] = missing[name] " " what
}

BEGIN { FS = OFS = "\t" }

from == "ledger" {
	how[$1, $2] = "proved by WP, in the ledger"
	somewhere[$2] = $1 SUBSEP $2
	next
}
from == "now" && $1 == "open" { open[$2, $3]; next }
from == "now" { how[$2, $3] = "proved by WP, now"; next }
from == "named" { named[$1]; next }
from == "trusted" { trusted[$1]; next }

(from == "log" || from == "names") && / Stats for function </ {
	sub(/^.*</, "")
	sub(/>.*$/, "")
	node = $0
	sub(/^.*\//, "", node)
	sub(/\/[^\/]*$/, "")
	file[program ":" node] = $0
	next
}
from == "log" && / stmts out of / {
	split($0, word, " ")
	sub(/:$/, "", word[1])
	node = program ":" word[1]
	order[++nodes] = node
	reached[node] = word[2]
	all[node] = word[6]
	next
}
from == "log" && /Unreached functions/ { listing = 1; next }
from == "log" && listing && /;/ {
	sub(/^ *<[^>]*>:/, "")
	n = split($0, word, /[; ]+/)
	for (i = 1; i <= n; i++)
		if (word[i] != "")
			unreached[++n_unreached] = program ":" word[i]
	next
}
from == "log" && /^\[/ { listing = 0 }
from == "log" || from == "names" { next }

from == "dot" {
	if (split($0, word, /[ ;]+/) > 3 && word[3] == "->")
		called_by[program ":" word[4]] = called_by[program ":" word[4]] \
			" " program ":" word[2]
	next
}

# Frama-C's C library, of which Eva has models of its own, makes no alarms.
$1 ~ /^FRAMAC_SHARE/ || FNR == 1 { next }
from == "csv" && $6 !~ /^(Valid|Considered|Dead)/ {
	place = $1 "/" $2 ":" $3
	if (!((place, $5) in alarm)) {
		alarm[place, $5]
		alarms[++n_alarms] = place
		alarm_in[n_alarms] = program ":" $4
		alarm_kind[n_alarms] = $5
	}
	next
}
from == "contracts" && sub(/^precondition of /, "", $5) {
	call = $1 "/" $2 ":" $3 SUBSEP program ":" $4 SUBSEP program ":" $5
	if (!(call in breaks)) {
		breaks[call] = 0
		calls[++n_calls] = call
	}
	if ($6 !~ /^(Valid|Dead)/)
		breaks[call]++
	next
}

END {
	for (i = 1; i <= n_alarms; i++) {
		node = alarm_in[i]
		who = proved(node)
		print "alarm", alarms[i], own(node), alarm_kind[i],
		      who != "" ? who : "unknown"
		rest(node)
	}
	for (i = 1; i <= n_calls; i++) {
		split(calls[i], word, SUBSEP)
		if (!(word[3] in resting) || proved(word[2]) != "")
			continue
		name = own(word[2])
		who = name in trusted ? "nobody, see TRUST.md" : "unknown"
		if (breaks[calls[i]] == 0)
			who = "checked by Eva"
		print "calls", word[1], name, own(word[3]), who
	}
	for (i = 1; i <= nodes; i++) {
		node = order[i]
		name = file[node]
		if (!(name in sum))
			files[++n_files] = name
		sum[name] += all[node]
		got[name] += reached[node]
		if (reached[node] < all[node])
			miss(name, own(node) "(" reached[node] "/" all[node] ")")
	}
	for (i = 1; i <= n_unreached; i++)
		if (file[unreached[i]] !~ /\.h$/)
			miss(file[unreached[i]], own(unreached[i]))
	for (i = 1; i <= n_files; i++)
		if (files[i] in missing)
			print "missing", files[i], got[files[i]], sum[files[i]],
			      substr(missing[files[i]], 2)
}
