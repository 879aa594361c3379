# SPDX-License-Identifier: GPL-3.0-or-later
# offers.zsh FOLDER LINE - what completion offers behind LINE, a line each.  An
# interactive shell is asked, for only that completes; each compadd tells what
# it adds.
zmodload zsh/zpty
export FOLDER=$1 LINE=$2 OFFERS=$(mktemp)
zpty shell zsh -f -i
zpty -w shell '
fpath=($FOLDER/zsh $fpath)
autoload -Uz compinit
compinit -u -C -d $HOME/.zcompdump
compadd() {
	local -a hits
	[[ " $*" == *" -"[A-Za-z]#[OAD]" "* ]] || {
		builtin compadd -O hits "$@"
		print -rl -- $hits >>$OFFERS
	}
	builtin compadd "$@"
}
ask() {
	BUFFER=$LINE
	CURSOR=$#BUFFER
	zle complete-word
	exit
}
zle -N ask
bindkey "^T" ask
print be${:-gun}'
zpty -r -m shell _ '*begun*'
zpty -w -n shell $'\x14'
while zpty -r shell _; do :; done
sort -u $OFFERS
rm $OFFERS
