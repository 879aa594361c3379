# SPDX-License-Identifier: GPL-3.0-or-later
"""session.py PAGE... - what documents show of a terminal is what one sees there.

In each block of code a line "$ COMMAND" is run, in the order of the page and of
the pages, in the folder this is started in, and the lines below it must be what
it prints, standard error too.  "..." ends a line whose rest does not matter, and
alone stands for any lines.  Times are not compared.  Behind a command that ends
in "&" the block goes on as soon as somebody listens at the port it names; ports
are others than those of the page, which may be taken.
"""
import os
import re
import signal
import socket
import subprocess
import sys
import time

TIME = re.compile(r"\b(in|,) \d+\.\d+ s\b")
PORT = re.compile(r"(?<=--port )\d+")


def blocks(page):
    """Of each block of code its pairs of a command and what it prints."""
    inside, found = False, []
    for line in open(page, encoding="utf-8").read().splitlines():
        if line.startswith("```"):
            inside = not inside
            found.append([])
        elif inside and line.startswith("$ "):
            found[-1].append((line[2:], []))
        elif inside and found[-1]:
            found[-1][-1][1].append(line)
    return [block for block in found if block]


def pattern(lines):
    """A regular expression for a whole output; empty lines end none."""
    parts = []
    while lines and not lines[-1]:
        lines.pop()
    for line in lines:
        line = TIME.sub(r"\1 T s", line)
        end = ".*" if line.endswith("...") else ""
        parts.append(r"(?:.*\n)*" if line == "..." else
                     re.escape(line.removesuffix("...")) + end + r"\n")
    return "".join(parts)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return str(s.getsockname()[1])


def await_port(port):
    for _ in range(200):
        with socket.socket() as s:
            if s.connect_ex(("127.0.0.1", int(port))) == 0:
                return
        time.sleep(0.05)


def run(block, servers):
    """What of the block is not so, as a text."""
    ports, wrong = {}, ""
    for command, lines in block:
        for port in PORT.findall(command):
            ports[port] = free_port()
        for port, other in ports.items():
            command = re.sub(rf"\b{port}\b", other, command)
        if command.endswith("&"):
            servers.append(subprocess.Popen(
                "exec " + command[:-1], shell=True, start_new_session=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            await_port(PORT.findall(command)[0])
            continue
        got = TIME.sub(r"\1 T s", subprocess.run(
            command, shell=True, text=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT).stdout)
        if not re.fullmatch(pattern(lines), got):
            wrong += f"$ {command}\n{got}"
    return wrong


def main(pages):
    servers, wrong, count = [], "", 0
    try:
        for page in pages:
            for block in blocks(page):
                count += len(block)
                bad = run(block, servers)
                wrong += f"{page} says something else than:\n{bad}" * bool(bad)
    finally:
        for server in servers:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait()
    print(wrong or f"{count} commands", end="\n" * (not wrong))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
