"""Draws what a terminal shows as an SVG: reads lines with colour escapes, as tmux captures them, and writes the picture."""
import html
import re
import sys

WIDTH, HEIGHT, PAD = 8.0, 17.0, 14.0
PALETTE = {1: "#f87171", 2: "#4ade80", 3: "#facc15", 4: "#60a5fa", 5: "#c084fc", 6: "#22d3ee", 7: "#e5e7eb", 8: "#8b95a5"}
ESCAPE = re.compile(r"\x1b\[([0-9;]*)m")


def styled(state, codes):
    numbers = [int(code) for code in codes.split(";") if code] or [0]
    while numbers:
        code = numbers.pop(0)
        if code == 0:
            state = {}
        elif code == 1:
            state = {**state, "bold": True}
        elif 30 <= code <= 37 or 90 <= code <= 97:
            state = {**state, "colour": PALETTE.get(code - 30 if code < 90 else code - 90 + 8)}
        elif code == 38 and numbers[:1] == [5]:
            state = {**state, "colour": PALETTE.get({10: 2, 9: 1, 11: 3}.get(numbers[1], numbers[1]))}
            numbers = numbers[2:]
        elif code == 39:
            state = {**state, "colour": None}
    return state


def spans(line):
    state, column, at = {}, 0, 0
    for match in [*ESCAPE.finditer(line), None]:
        text = line[at:match.start() if match else len(line)]
        if text.strip():
            yield column, text, state
        column += len(text)
        if match:
            state, at = styled(state, match.group(1)), match.end()


lines = sys.stdin.read().rstrip("\n").split("\n")
columns = max(len(ESCAPE.sub("", line).rstrip()) for line in lines)
width, height = columns * WIDTH + 2 * PAD, len(lines) * HEIGHT + 2 * PAD
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" role="img">')
print("<title>The quickstart at work: periodic tasks, their newest results, queues and the cleanup</title>")
print('<rect width="100%" height="100%" rx="10" fill="#111827"/>')
print('<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="13" fill="#d1d5db">')
for row, line in enumerate(lines):
    for column, text, state in spans(line):
        x, y = PAD + column * WIDTH, PAD + row * HEIGHT + 13
        colour = f' fill="{state["colour"]}"' if state.get("colour") else ""
        weight = ' font-weight="bold"' if state.get("bold") else ""
        print(f'<text x="{x:.1f}" y="{y:.1f}" textLength="{len(text) * WIDTH:.1f}" lengthAdjust="spacingAndGlyphs"{colour}{weight}>{html.escape(text).replace(" ", chr(160))}</text>')
print("</g>\n</svg>")
