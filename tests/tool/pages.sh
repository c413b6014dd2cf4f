# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash disable=SC2154  # sourced by run.sh
#
# The manual pages say all there is, and no more than the macros know; the
# completions offer what the tools say of themselves.

# page NAME: as a reader sees it, on one line.
page() {
	groff -mdoc -Tascii -P-c -rLL=1000n "man/$1" 2>/dev/null |
		sed 's/.\x08//g' | tr -s ' \n' ' '
}

# names PAGE WORD...: the page has each of these words.
names() {
	local text word name=$1
	shift
	text=$(page "$name")
	for word; do
		grep -qE -e "(^|[^A-Za-z_-])$word([^A-Za-z_-]|\$)" <<<"$text"
		verdict $? "$name names $word"
	done
}

verbs_of_tcpwright() {
	"$tcpwright" --help | awk '/^VERB is/ { on = 1; next }
		on && /^$/ { exit }
		on && /^  [a-z]+  / { print $1; next }
		on && /^  [a-z]/ { print }'
}

options_of() { # TOOL [VERB]: the long ones
	"$@" --help | grep -oE '^ +(-., )?--[a-z-]+' | grep -oE -e '--[a-z-]+'
}

# shellcheck disable=SC2046  # words
manual() {
	local file verb
	for file in man/*; do
		groff -ww -mdoc -Tutf8 -z "$file" >"$scratch/said" 2>&1
		[ ! -s "$scratch/said" ]
		verdict $? "$file: groff has nothing to say"
	done
	for verb in $("$tw" help | awk '$1 == "tw" { print $2 }'); do
		names tw.1 "$verb" $(options_of "$tw" "$verb")
	done
	names tcpwright.1 $(verbs_of_tcpwright) $(options_of "$tcpwright")
	names tcpwright.3 $(grep -oE '\btw_[a-z_]+\(' runtime/tcpwright.h |
		tr -d '(' | sort -u) $(sed -nE \
		's/^\t(TW_E_[A-Z_]+) .*/\1/p' runtime/tcpwright.h)
	names tcpwright-spec.5 $(sed -n '/^## Grammar/,$p' spec/LANGUAGE.md |
		grep -oE '"[a-z]+[a-z0-9_]*"' | tr -d '"' | sort -u)
}

# offers SHELL "WORD ..." WANTED: typed so far, the last one not yet ended.
offers() {
	local shell=$1 wanted=$3
	# shellcheck disable=SC2086  # words
	"complete_in_$shell" $2 >"$scratch/said" 2>&1
	grep -qxF -e "$wanted" "$scratch/said"
	verdict $? "$shell: '$2' is completed by $wanted"
}

complete_in_bash() {
	PATH=$scratch/bin:$PATH bash -c '. share/completion/tw.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		"_$1" "$1" "${@: -1}" "${@: -2:1}"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}

# Outside of its editor zsh has no compadd: what it would be given is printed.
complete_in_zsh() {
	PATH=$scratch/bin:$PATH zsh -fc 'compadd() { shift; print -l -- $@ }
		_files() { ls }
		words=("$@") CURRENT=$#
		. share/completion/_tw' zsh "$@"
}

completion() {
	local shell
	mkdir -p "$scratch/bin"
	ln -sf "$tw" "$scratch/bin/tw"
	ln -sf "$tcpwright" "$scratch/bin/tcpwright"
	bash -c '. share/completion/tw.bash; complete -p tw tcpwright' \
		>"$scratch/said" 2>&1
	verdict $? "bash knows how to complete both"
	shellcheck share/completion/tw.bash tests/tool/*.sh \
		>"$scratch/said" 2>&1
	verdict $? "shellcheck has nothing to say"
	for shell in bash zsh; do
		offers $shell 'tw co' connect
		offers $shell 'tw connect --d' --drop
		offers $shell 'tw replay --' --json
		offers $shell 'tw demo 0' 06-stale-syn
		offers $shell 'tw why two' two-way-handshake
		offers $shell 'tw replay REA' README.md
		offers $shell 'tcpwright ch' check
		offers $shell 'tcpwright prom' promela
		offers $shell 'tcpwright gen --' --output
	done
	offers bash 'tw connect -i l' lo
	offers bash 'tcpwright gen -o spe' spec
}
