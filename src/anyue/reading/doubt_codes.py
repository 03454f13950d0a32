"""Every code a doubt can have: what it means, how much it matters, what is proposed.

``docs/doubts.md`` prints the same table for people. A proposal is ``{"action": …}`` with the keys
that :data:`ACTIONS` names; a page carries it out or shows it as advice.
"""

from __future__ import annotations

from dataclasses import dataclass

ACTIONS: dict[str, tuple[str, ...]] = {
    "set_date": ("date",),
    "replace": ("text",),
    "remove": (),
    "renumber": ("expected", "style", "changes"),
    "split": ("at", "titles"),
    "fill_in": ("field",),
    "paste_text": (),
    "accept": (),
    "check": (),
}
"""What a proposal may ask for, and its keys.

``set_date``: the activity is due on ``date`` (ISO; None: a person has to say). ``replace``: the
doubtful words read ``text`` (None: a person has to say). ``remove``: the words are left out.
``renumber``: ``changes`` lists [start, end, new number]. ``split``: the activity is cut at the
offsets ``at``, its parts are called ``titles`` (one more than cuts). ``fill_in``: the catalogue
field ``field`` is empty. ``paste_text``: what a person types is put in at this place. ``accept``:
it stays as printed. ``check``: only a look at the original helps.
"""


@dataclass(frozen=True)
class Code:
    """``severity`` is the usual one; ``actions`` are those a doubt of this code may propose."""

    meaning: str
    severity: str
    actions: tuple[str, ...]


CODES: dict[str, Code] = {
    "missing_field": Code("标题、发文单位或成文日期没有找到", "warn", ("fill_in",)),
    "missing_number": Code("序号中间缺号", "warn", ("renumber", "accept")),
    "repeated_number": Code("序号重复或者倒退", "warn", ("renumber", "accept")),
    "vague_deadline": Code("期限没有写明哪一天", "block", ("set_date", "accept")),
    "deadline_before_issue": Code("期限早于发文日期", "block", ("set_date",)),
    "end_before_start": Code("结束早于开始", "block", ("check",)),
    "contradicting_dates": Code("两个日期或年份互相矛盾", "block", ("check",)),
    "wrong_weekday": Code("星期和日期对不上", "block", ("replace",)),
    "impossible_date": Code("日历上没有的日期", "block", ("replace",)),
    "outside_period": Code("举办日期不在活动时间里", "warn", ("accept",)),
    "foreign_unit": Code("像是从别处抄来的单位或地名", "block", ("replace",)),
    "several_duties": Code("一项里有几件事", "note", ("split",)),
    "count_mismatch": Code("说好的项数和列出的不一样", "warn", ("accept",)),
    "garbled_text": Code("乱码或者识别错的字", "warn", ("replace", "check")),
    "hidden_characters": Code("看不见的控制字符", "warn", ("remove",)),
    "hidden_text": Code("隐藏的或者修订过的文字", "warn", ("check",)),
    "empty_page": Code("没有文字的一页，可能是图片", "warn", ("paste_text",)),
    "recognised": Code("机器识别的文字，要逐字核对", "block", ("check",)),
    "damaged_file": Code("文件有损坏，可能缺少内容", "block", ("check",)),
    "left_out": Code("嵌入的文件、附件或表单没有读取", "warn", ("check",)),
    "text_routes_differ": Code("两种读法读出的文字不一致", "block", ("check",)),
}
