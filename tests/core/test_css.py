"""Old browsers of the offices, contrast, and the weight of the stylesheet and page scripts."""

import re

import brotli
import pytest

from anyue.core.assets import STATIC

OWN = STATIC / "anyue"
MAIN = OWN / "anyue.css"
STATICS = [p for p in STATIC.parents[1].rglob("static/**/*") if "vendor" not in p.parts]
STYLES = sorted(p for p in STATICS if p.suffix == ".css")
SCRIPTS = sorted(p for p in STATICS if p.suffix == ".js")
# What Chromium 86 or Safari 14.1 does not know; each pattern with a line it must catch.
TOO_NEW_CSS = {
    r"color-mix\(": "a { color: color-mix(in srgb, red, blue); }",
    r"\b(oklch|oklab|lch|lab)\(": "a { color: oklch(40% 0.2 30); }",
    r":(has|is|where)\(": "a:has(b) { color: red; }",
    r"@(layer|container|property|scope)\b": "@layer base { a { color: red; } }",
    r"container-(type|name)\s*:": "a { container-type: inline-size; }",
    r"(?m)^\s*&": "  &:hover { color: red; }",
    r"\baspect-ratio\s*:": "img { aspect-ratio: 4 / 3; }",
    r"\b(inset|margin-inline|padding-inline|margin-block|padding-block)\s*:": "a { inset: 0; }",
    r"\d(dvh|svh|lvh|cqw)\b": "a { height: 100dvh; }",
    r"\bsubgrid\b": "a { grid-template-rows: subgrid; }",
    r"@media[^{]*[<>]": "@media (width < 768px) { a { color: red; } }",
    r"overflow\s*:\s*clip": "a { overflow: clip; }",
    r"\b(translate|rotate|scale)\s*:": "a { rotate: 5deg; }",
    r"\btext-wrap\s*:": "a { text-wrap: balance; }",
    r":focus-visible[^{}]*,|,[^{}]*:focus-visible": "a:hover, a:focus-visible { color: red; }",
    r"\burl\(": 'a { background: url("x.png"); }',
    r"@import": '@import "x.css";',
}
TOO_NEW_JS = {
    r"\beval\(|new Function\(": "eval('1')",
    r"^\s*(import|export)\b|\bimport\(": "import { a } from './a.js';",
    r"\.(at|toSorted|toReversed|findLast|hasOwn)\(": "list.at(-1)",
    r"\bstructuredClone\(": "structuredClone(a)",
    r"\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write": "a.innerHTML = b",
    r"setAttribute\(\s*[\"']style": "a.setAttribute('style', b)",
    r"(?m)^await\b": "await load();",
    r"^\s*static\s*\{": "  static { }",
}
PAIRS = [
    ("ink", "ground", 7),
    ("muted", "paper", 7),
    ("muted", "ground", 4.5),
    ("primary", "paper", 7),
    ("primary", "ground", 4.5),
    ("paper", "risk-1", 4.5),
    ("ink", "risk-2", 4.5),
    ("ink", "risk-3", 4.5),
    ("paper", "risk-4", 4.5),
    ("paper", "done", 4.5),
    ("red", "red-tint", 4.5),
    ("orange", "orange-tint", 4.5),
    ("yellow", "yellow-tint", 4.5),
    ("green", "green-tint", 4.5),
    ("primary-ink", "primary-tint", 4.5),
    ("line", "paper", 3),
]


def code(path):
    """The file without its comments."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/|(?m:^\s*//.*$)", "", text, flags=re.DOTALL)


def offences(text, patterns):
    return [p for p in patterns if re.search(p, text, re.MULTILINE)]


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_our_styles_stay_below_the_engine_floor(path):
    assert offences(code(path), TOO_NEW_CSS) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda p: p.name)
def test_our_scripts_stay_below_the_engine_floor_and_the_strict_policy(path):
    assert offences(code(path), TOO_NEW_JS) == []


def test_the_floor_check_catches_each_thing_it_names():
    for patterns in (TOO_NEW_CSS, TOO_NEW_JS):
        for pattern, sample in patterns.items():
            assert offences(sample, [pattern]) == [pattern]


def test_there_are_styles_and_scripts_to_check():
    assert MAIN in STYLES
    assert len(SCRIPTS) >= 4


def test_the_files_are_light_enough_for_a_weak_network():
    def weight(*paths):
        return sum(len(brotli.compress(path.read_bytes())) for path in paths)

    assert weight(MAIN) <= 13 * 1024
    assert weight(OWN / "sprite.svg") <= 6 * 1024
    assert all(weight(path) <= 4 * 1024 for path in SCRIPTS)


def tokens():
    text = MAIN.read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", text))


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_colours_that_meet_can_be_told_apart(front, back, least):
    found = tokens()
    light, dark = sorted((luminance(found[front]), luminance(found[back])), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= least


def test_every_named_colour_is_defined():
    text = MAIN.read_text(encoding="utf-8")
    defined = set(re.findall(r"--([\w-]+):", text))

    assert set(re.findall(r"var\(--([\w-]+)\)", text)) - defined == set()
