"""The command line: ``anyue notice read FILE [--format json|text]``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from anyue.reading import Reading, Unreadable, lexicon, read


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 2 refused with a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="anyue", description="安月：把一份通知办到底")
    groups = parser.add_subparsers(dest="group", required=True)
    notice = groups.add_parser("notice", help="通知").add_subparsers(dest="command", required=True)
    reading = notice.add_parser("read", help="读一份通知")
    reading.add_argument("file", type=Path)
    reading.add_argument("--format", choices=("json", "text"), default="text")
    args = parser.parse_args(argv)
    try:
        found = read(args.file.read_bytes(), args.file.name)
    except Unreadable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"打不开文件 {args.file}：{error.strerror}。请检查路径和权限。\n")
        return 2
    sys.stdout.write(_as_json(found) if args.format == "json" else as_text(found))
    return 0


def as_text(found: Reading) -> str:
    """Write a reading as a page for people."""
    facts = [
        ("标题", found.title),
        ("文号", found.doc_number),
        ("索引号", found.index_number),
        ("发文单位", found.issuer),
        ("发文日期", found.issued_on),
        ("主题", found.theme),
    ]
    lines = [f"{label}：{value or '未写明'}" for label, value in facts]
    if found.period:
        lines.append(
            f"活动时间：{found.period.start or '未写明'} 至 {found.period.end or '未写明'}"
        )
    lines += ["", "结构"]
    lines += [
        f"{'  ' * heading.level}{heading.number}{heading.title or heading.text[:30]}"
        for heading in found.outline
    ]
    lines += ["", f"活动（{len(found.activities)} 项）"]
    labels = {kind.key: kind.label for kind in lexicon.kinds()}
    for activity in found.activities:
        kinds = "、".join(labels[key] for key in activity.kinds) or "未归类"
        lines.append(f"  {activity.number}{activity.title or activity.text[:30]}  [{kinds}]")
    lines += ["", f"疑问（{len(found.doubts)} 处）"]
    lines += [f"  {doubt.message}" for doubt in found.doubts]
    return "\n".join(lines) + "\n"


def _as_json(found: Reading) -> str:
    return json.dumps(found.to_dict(), ensure_ascii=False, indent=1) + "\n"
