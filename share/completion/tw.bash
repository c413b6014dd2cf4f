# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=bash
#
# Completion of tw(1) and tcpwright(1) for bash. What there is to complete is
# what the tools say of themselves: verbs by `tw help`, options by `--help`,
# stories by `tw demo --list` and `tw why`.

# The long and short options in a --help text.
_tcpwright_options() {
	"$@" --help 2>/dev/null |
		grep -oE '^ +(-[a-zA-Z?](, )?)?(--[a-z-]+=?)?' |
		tr -d ' ,=' | sed 's/\(-[a-zA-Z?]\)--/\1 --/' | tr ' ' '\n'
}

_tcpwright_offer() { # WORDS
	mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_tw_argument() { # VERB WORD
	case $1 in
	demo)
		_tcpwright_offer "$("$tool" demo --list | awk '{ print $1 }')" \
			"$2"
		;;
	why)
		_tcpwright_offer "$("$tool" why | awk 'NR > 2 { print $1 }')" \
			"$2"
		;;
	help) _tcpwright_offer "$verbs" "$2" ;;
	get) _tcpwright_offer "http://" "$2" ;;
	esac
}

_tw() {
	local tool=$1 word=$2 before=$3 verb=${COMP_WORDS[1]} verbs
	verbs=$("$tool" help 2>/dev/null | awk '$1 == "tw" { print $2 }')
	COMPREPLY=()
	if [ "$COMP_CWORD" = 1 ]; then
		_tcpwright_offer "$verbs help --help --version" "$word"
		return
	fi
	case $before in
	-i | --interface)
		_tcpwright_offer "$(ls /sys/class/net)" "$word"
		return
		;;
	--pcap)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		return
		;;
	esac
	case $word in
	-*) _tcpwright_offer "$(_tcpwright_options "$tool" "$verb")" "$word" ;;
	*) _tw_argument "$verb" "$word" ;;
	esac
	if [ ${#COMPREPLY[@]} = 0 ] && [[ $verb == replay || $verb == demo ]]
	then
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
	fi
}

# The lines of its --help that name verbs: VERB  what it does; or VERB VERB ...
_tcpwright_verbs() { # TOOL
	"$1" --help 2>/dev/null | awk '/^VERB is/ { on = 1; next }
		on && /^$/ { exit }
		on && /^  [a-z]+  / { print $1; next }
		on && /^  [a-z]/ { gsub(/ +/, "\n"); print }'
}

_tcpwright() {
	local tool=$1 word=$2 before=$3 verbs
	verbs=$(_tcpwright_verbs "$tool")
	case $before in
	-o | --output | --tests)
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
		;;
	esac
	case $word in
	-*) _tcpwright_offer "$(_tcpwright_options "$tool")" "$word" ;;
	*)
		mapfile -t COMPREPLY < <(compgen -f -- "$word")
		if [ "$COMP_CWORD" = 1 ]; then
			mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(
				compgen -W "$verbs" -- "$word")
		fi
		;;
	esac
}

complete -o filenames -F _tw tw
complete -o filenames -F _tcpwright tcpwright
