# SPDX-License-Identifier: GPL-3.0-or-later
# offers.fish FOLDER LINE - what completion offers behind LINE, a line each,
# without descriptions unless a third argument asks for them.
set -l program (string split -f 1 ' ' -- $argv[2])
source $argv[1]/fish/$program.fish
if set -q argv[3]
	complete -C $argv[2]
else
	complete -C $argv[2] | string split -f 1 \t
end
