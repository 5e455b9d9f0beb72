#!/usr/bin/env python3
"""Runs a command on a terminal of its own and draws what it showed as an SVG picture.

    docs/images/capture.py --out docs/images/demo.svg --title './dev demo' \
        --from '^Result' --lines 40 -- clients/demo/play build/release/bin

--from and --before (regular expressions) choose the first line and the one after the last; --lines is
how many at most.
Colours (the 16 of ANSI), bold and dim are kept; a line overwritten by a carriage return shows its
last state, as on a terminal. Needs nothing but Python.
"""

import argparse
import os
import pty
import re
import struct
import sys
import fcntl
import termios
from xml.sax.saxutils import escape

CELL_WIDTH, LINE_HEIGHT, FONT_SIZE, MARGIN = 8.4, 19, 14, 18
BACKGROUND, FOREGROUND, FRAME = "#16181d", "#d8dbe2", "#2a2e37"
COLOURS = {
    0: "#3b4252", 1: "#e06c75", 2: "#98c379", 3: "#e5c07b",
    4: "#61afef", 5: "#c678dd", 6: "#56b6c2", 7: "#d8dbe2",
}
ESCAPE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b\][^\x07]*(?:\x07|\x1b\\)|\x1b[()][A-Z0-9]")


def run(command, columns):
    """The bytes that `command` writes to a terminal `columns` wide; ends with its exit status."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLUMNS=str(columns))
        os.environ.pop("NO_COLOR", None)
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    output = b""
    while True:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # the terminal closes with its last process
            break
        if not chunk:
            break
        output += chunk
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status != 0:
        sys.stderr.write(output.decode("utf-8", "replace"))
        sys.exit(f"capture: the command ended with {status}")
    return output.decode("utf-8", "replace")


def restyle(style, codes):
    """`style` (colour, bold, dim) after one SGR sequence."""
    colour, bold, dim = style
    numbers = [int(c or 0) for c in codes.split(";")]
    for number in numbers:
        if number in (38, 48):  # 256 colours: not drawn
            break
        if number == 0:
            colour, bold, dim = None, False, False
        elif number == 1:
            bold = True
        elif number == 2:
            dim = True
        elif number == 22:
            bold = dim = False
        elif number == 39:
            colour = None
        elif 30 <= number <= 37:
            colour = COLOURS[number - 30]
        elif 90 <= number <= 97:
            colour = COLOURS[number - 90]
    return colour, bold, dim


def screen(text):
    """Lines of cells (character, style), as a terminal of endless height would show them."""
    lines, line, column, style, position = [], [], 0, (None, False, False), 0
    while position < len(text):
        match = ESCAPE.match(text, position)
        if match:
            position = match.end()
            if match.group(2) == "m":
                style = restyle(style, match.group(1))
            elif match.group(2) == "K":
                del line[column:]
            continue
        character = text[position]
        position += 1
        if character == "\n":
            lines.append(line)
            line, column = [], 0
        elif character == "\r":
            column = 0
        elif character == "\t":
            column += 8 - column % 8
        elif character >= " ":
            line.extend([(" ", style)] * (column - len(line)))
            line[column:column + 1] = [(character, style)]
            column += 1
    return lines + ([line] if line else [])


def plain(line):
    return "".join(character for character, _ in line)


def chosen(lines, first, last, count):
    texts = [plain(line) for line in lines]
    begin, end = 0, len(lines)
    if first:
        begin = next((i for i, t in enumerate(texts) if re.search(first, t)), None)
        if begin is None:
            sys.exit(f"capture: no line matches {first!r}")
    if last:
        end = next((i for i in range(begin, len(texts)) if re.search(last, texts[i])), end)
    picked = lines[begin:end][:count]
    while picked and not plain(picked[-1]).strip():
        picked.pop()
    return picked


def spans(line):
    """Runs of equal style: (first column, text, style)."""
    begin = 0
    while begin < len(line):
        end = begin
        while end < len(line) and line[end][1] == line[begin][1]:
            end += 1
        yield begin, "".join(character for character, _ in line[begin:end]), line[begin][1]
        begin = end


def svg(lines, title, columns):
    width = columns * CELL_WIDTH + 2 * MARGIN
    top = MARGIN + 2 * LINE_HEIGHT
    height = top + len(lines) * LINE_HEIGHT + MARGIN / 2
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" font-size="{FONT_SIZE}" '
        'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, \'DejaVu Sans Mono\', monospace">',
        f"<title>{escape(title)}</title>",
        f'<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>',
        f'<path d="M0 {LINE_HEIGHT * 1.8:.0f}h{width:.0f}" stroke="{FRAME}"/>',
        f'<text x="{MARGIN}" y="{LINE_HEIGHT * 1.2:.0f}" fill="{COLOURS[2]}">$ '
        f'<tspan fill="{FOREGROUND}">{escape(title)}</tspan></text>',
    ]
    for row, line in enumerate(lines):
        y = top + row * LINE_HEIGHT
        for column, text, (colour, bold, dim) in spans(line):
            column += len(text) - len(text.lstrip())
            text = text.strip()
            if not text:
                continue
            look = f'fill="{colour or FOREGROUND}"'
            look += ' font-weight="bold"' if bold else ""
            look += ' opacity="0.6"' if dim else ""
            # The length is given, so that columns stay aligned in every font.
            out.append(
                f'<text xml:space="preserve" x="{MARGIN + column * CELL_WIDTH:.1f}" y="{y}" '
                f'textLength="{len(text) * CELL_WIDTH:.1f}" {look}>{escape(text)}</text>'
            )
    return "\n".join(out + ["</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", required=True)
    parser.add_argument("--title", default="")
    parser.add_argument("--from", dest="first")
    parser.add_argument("--before", dest="last")
    parser.add_argument("--lines", type=int, default=60)
    parser.add_argument("--columns", type=int, default=100)
    parser.add_argument("command", nargs="+")
    arguments = parser.parse_args()
    lines = screen(run(arguments.command, arguments.columns))
    lines = chosen(lines, arguments.first, arguments.last, arguments.lines)
    with open(arguments.out, "w", encoding="utf-8") as file:
        file.write(svg(lines, arguments.title or " ".join(arguments.command), arguments.columns))


if __name__ == "__main__":
    main()
