#!/usr/bin/env python3
"""Gathers the English texts of the admin site into src/Downbeat.Admin/Texts/Strings.resx, where another language finds what to translate.

The English text is the key. Texts are found where pages ask for them (T["…"], T.Count(…)), in the labels and help of fields, and in the
literals of code that hands texts on. With --check it only tells whether the file is up to date.
"""
import pathlib
import re
import sys
from xml.sax.saxutils import escape, quoteattr

root = pathlib.Path(__file__).resolve().parent.parent / "src" / "Downbeat.Admin"
target = root / "Texts" / "Strings.resx"
literal = r'"((?:[^"\\\n]|\\.)*)"'
asked = re.compile(r'(?:\bT|Catalog|English)\[\s*(?:[^"\]\n]*\?\s*)?' + literal + r'(?:\s*:\s*' + literal + r')?')
counted = re.compile(r'\.Count\([^"\n]*?' + literal + r',\s*' + literal)
labelled = re.compile(r'\b(?:Label|Help)="([^"@\n]+)"')
words = re.compile(r'^[A-Z‘{0-9][^<>=/_|]*[a-z][^<>=/_|]*$')
handed_on = {"SchedulePreset.cs", "SchedulePreview.cs", "Warnings.cs", "FormGuard.cs"}
lower = re.compile(r'^[a-z][a-z0-9 :,{}%’‘()·-]+$')


def unescape(text):
    return text.replace('\\"', '"').replace("\\\\", "\\")


def texts():
    found = set()
    for file in sorted(root.rglob("*")):
        if file.suffix not in (".razor", ".cs") or "obj" in file.parts:
            continue
        source = file.read_text(encoding="utf-8")
        for pattern in (asked, counted):
            for match in pattern.finditer(source):
                found.update(unescape(one) for one in match.groups() if one)
        for match in labelled.finditer(source):
            found.add(match.group(1))
        code = source[source.index("@code"):] if file.suffix == ".razor" and "@code" in source else source if file.name in handed_on else ""
        for match in re.finditer(literal, code):
            text = unescape(match.group(1))
            if words.match(text) and not text.startswith("http"):
                found.add(text)
            elif file.name in handed_on | {"FireTable.razor", "ScheduleFields.razor"} and lower.match(text) and " " in text:
                found.add(text)
    # What the API refuses with is shown on pages too.
    refusal = (root.parent / "Downbeat.AspNetCore" / "Mounting" / "Refusal.cs").read_text(encoding="utf-8")
    found.update(unescape(match.group(1)) for match in re.finditer(literal, refusal) if " " in match.group(1) and match.group(1)[:1].isupper())
    found.update(("scheduled", "by hand", "caught up"))
    return sorted(found)


def document():
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<root>"]
    for name, value in (("resmimetype", "text/microsoft-resx"), ("version", "2.0"),
                        ("reader", "System.Resources.ResXResourceReader, System.Windows.Forms"),
                        ("writer", "System.Resources.ResXResourceWriter, System.Windows.Forms")):
        lines.append(f"  <resheader name=\"{name}\"><value>{value}</value></resheader>")
    seen = set()
    for text in texts():
        # Resource names differ by more than their case.
        if text.lower() in seen:
            continue
        seen.add(text.lower())
        lines.append(f"  <data name={quoteattr(text)} xml:space=\"preserve\"><value>{escape(text)}</value></data>")
    lines.append("</root>")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    text = document()
    if "--check" in sys.argv:
        sys.exit(0 if target.exists() and target.read_text(encoding="utf-8") == text else f"{target} is not up to date: python3 eng/texts.py")
    target.write_text(text, encoding="utf-8")
    print(f"{text.count('<data ')} texts")
