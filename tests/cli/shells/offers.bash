# SPDX-License-Identifier: GPL-3.0-or-later
# offers.bash FOLDER LINE - what completion offers behind LINE, a line each.
# Bash hands '=' and ':' on as words of their own.
program=${2%% *}
. "$1/bash/$program.bash"
line=${2//=/ = }
read -r -a COMP_WORDS <<<"${line//:/ : }"
[[ $line != *' ' ]] || COMP_WORDS+=('')
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
"_${program/-/_}"
[[ ${#COMPREPLY[@]} -eq 0 ]] || printf '%s\n' "${COMPREPLY[@]}"
