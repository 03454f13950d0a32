"""Other tools that turn a document into an outline, on the same files as the reader.

None of them is made for 一、（一）1. in running text; they are what somebody without a reader of
notices would pick. Their headings, list items and every line that begins with a number count as
outline entries, the number and the title are cut as a person would, and the levels follow the
styles of the numbers as they come up: more than the tools say themselves.
"""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from anyue.reading import read

Entry = tuple[int, str, str]

_TOOLS: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "pandoc": (("pandoc", "-t", "markdown", "--wrap=none"), frozenset({".docx", ".html", ".md"})),
    "markitdown": (("markitdown",), frozenset({".docx", ".html", ".md", ".pdf", ".txt"})),
    "docling": (("docling", "--to", "md", "--output", "-"), frozenset({".docx", ".html", ".pdf"})),
}
_MARK = re.compile(r"^\s*(?:#+\s+|[-*+]\s+)?")
_NUMBER = re.compile(
    r"(第[一二三四五六七八九十]+[章节条]|[一二三四五六七八九十]{1,3}、"
    r"|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]|[（(]\d{1,2}[）)])\s*(.*)"
)
_WIDE = str.maketrans("（）〔〕“”‘’，。；：、", "()[]\"\"'',.;:,")


def table(files: Sequence[Path]) -> dict[str, Any]:
    """Print each tool's outline F1 and time beside the reader's on the same files."""
    gold = {path: _gold(path) for path in files if path.with_suffix(".json").exists()}
    found: dict[str, Any] = {}
    print(f"\n{'tool':12}{'files':>6}{'outline F1':>12}{'ours':>8}{'s a file':>10}{'ours':>8}")
    for name, (command, kinds) in _TOOLS.items():
        same = {path: entries for path, entries in gold.items() if path.suffix in kinds}
        if not same or shutil.which(command[0]) is None:
            print(f"{name:12}left out: {'not installed' if same else 'no documents'}")
            continue
        theirs = _tried(same, lambda path, command=command: _outline(_run(command, path)))
        ours = _tried(same, _own)
        shown = f"{len(same):6}{theirs[0]:12.3f}{ours[0]:8.3f}{theirs[1]:10.3f}{ours[1]:8.3f}"
        print(f"{name:12}{shown}")
        found[name] = {"outline": round(theirs[0], 3), "seconds": round(theirs[1], 3)}
    return found


def _tried(gold: dict[Path, list[Entry]], tool: Any) -> tuple[float, float]:
    """F1 over all files together, and the median time of a file."""
    hits = said = wanted = 0
    times = []
    for path, entries in gold.items():
        began = time.perf_counter()
        outline = tool(path)
        times.append(time.perf_counter() - began)
        hits += _common(outline, entries)
        said += len(outline)
        wanted += len(entries)
    return 2 * hits / max(1, said + wanted), statistics.median(times)


def _run(command: Sequence[str], path: Path) -> str:
    return subprocess.run([*command, path], capture_output=True, text=True, check=False).stdout


def _own(path: Path) -> list[Entry]:
    outline = read(path.read_bytes(), path.name).outline
    return [(one.level, _fold(one.number), _title(one.title, one.text)) for one in outline]


def _gold(path: Path) -> list[Entry]:
    headings = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["headings"]
    return [
        (one["level"], _fold(one["number"]), _title(one.get("title"), one.get("opening") or ""))
        for one in headings
    ]


def _outline(markdown: str) -> list[Entry]:
    """Numbered lines of Markdown; a level for each style of number, as it comes up."""
    found: list[Entry] = []
    styles: list[str] = []
    for line in markdown.splitlines():
        numbered = _NUMBER.match(re.sub(r"[\\*_]", "", _MARK.sub("", line)).strip())
        if numbered is None:
            continue
        number, rest = numbered.groups()
        style = re.sub(r"\d+|[一二三四五六七八九十]+", "n", number)
        styles = styles[: styles.index(style) + 1] if style in styles else [*styles, style]
        title, stop, body = rest.partition("。")
        entry = _title(title, body) if stop or len(title) < 40 else _title("", title)
        found.append((len(styles), _fold(number), entry))
    return found


def _title(title: str | None, text: str) -> str:
    return _fold(title or "") or "~" + _fold(text)[:8]


def _fold(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).translate(_WIDE)
    return re.sub(r"\s+", "", folded).strip(".,;:")


def _common(said: Sequence[Entry], gold: Sequence[Entry]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(gold) + 1)
    for one in said:
        new = [0]
        for place, other in enumerate(gold, 1):
            new.append(row[place - 1] + 1 if one == other else max(row[place], new[-1]))
        row = new
    return row[-1]
