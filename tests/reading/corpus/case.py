"""What one document of the corpus is, and the good notice that most of them are made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

FIRST, MIDDLE, LAST = "青松林场防火布置", "白鹭仓库应急演练", "红枫车间隐患排查"
CANARIES = (FIRST, MIDDLE, LAST)
NOTICE = [
    "关于开展安全生产检查的通知",
    "各车间：",
    "现将有关事项通知如下。",
    f"一、{FIRST}",
    "各车间要在6月16日前完成自查，做好记录，及时报告发现的问题。",
    f"二、{MIDDLE}",
    "（一）组织一次演练。要明确时间、地点和参加人员。",
    "（二）总结演练情况。要在6月30日前报送总结。",
    f"三、{LAST}",
    "各单位要按照要求认真组织实施，发现隐患立即整改。",
    "示例县安全生产委员会办公室",
    "2024年5月30日",
]


@dataclass(frozen=True)
class Refused:
    """The file ends in a sentence with ``word``."""

    word: str


@dataclass(frozen=True)
class Read:
    """The file ends in its text: every ``canary`` in this order, none of ``without``.

    ``doubts``: codes of which one has to be among the doubts.
    """

    canaries: tuple[str, ...] = CANARIES
    doubts: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """One document: ``group/number-words`` of the list, its file name, how to make it, its end."""

    key: str
    name: str
    make: Callable[[], bytes]
    ends: Read | Refused


READ = Read()
ADDRESS = "127.0.0.1:9"
"""Where active documents call; a test puts a server of its own there before it makes them."""
