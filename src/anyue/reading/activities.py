"""What has to be done: kinds, audience, who, how many, how often, by when, of one item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from anyue.reading import lexicon
from anyue.reading.cleaning import Flow
from anyue.reading.deadlines import Due, Happening
from anyue.reading.model import Activity, Quantity, Span
from anyue.reading.titles import Item

# “五带头”，即…… explains a programme; what it lists is not asked for a second time.
_DEFINITION = re.compile(r"(?<=[”，,])即[^。]*")
_PROGRAMME = re.compile(r"“([^“”\n]{2,24})”")
_MATERIAL = re.compile(r"《[^《》\n]{2,60}》")
_SUBJECT = re.compile(
    r"(?:^|(?<=[。；;，,]))((?:[\u4e00-\u9fff、（）()]){2,24}?)(?=(?:要|应当|应|须|将)(?![求素将用急付对]))"
)
_NOT_SUBJECT = re.compile(
    r"^(?:对|把|将|为|以|按|在|通过|结合|切实|同时|并|还|特别|尤其|其|确保|进一步|主|重|需|只|不)"
)
# 重要, 主要, 需要 …: there 要 is no “must”.
_WORD_WITH_YAO = re.compile(r"[重主需只首必概摘纪次想紧]$|^(?:开展|推动|督促|深入|明确|强化)")
_NUMERAL = "[一两二三四五六七八九十]|[0-9]{1,3}"
_QUANTITY = re.compile(
    rf"(?:组织|开展|形成|绘制|推出|制作|曝光|举办|举行|建立|完成|培训|发布|征集|评选|打造|召开|进行|张贴|印发|编制|上报|报送|建成|观看|选树|推广)"
    rf"(?:不少于|至少)?(?P<n>(?:{_NUMERAL})(?:次|批|场|张|项|篇|期|个|份|部|支|轮|堂|条|幅|套))(?P<of>[^，。；,;！\n]{{2,80}})"
)
_UNITS = (
    "场次|人次|课时|学时|小时|分钟|批次|次|批|场|张|项|篇|期|个|份|部|支|轮|堂|条|幅|套"
    "|件|名|人|家|处|面|块|册|组|队|节"
)
_NUMBER = rf"(?:\d+(?:\.\d+)?[%％]|(?:\d{{1,6}}|{_NUMERAL})(?:{_UNITS}))(?:以上)?"
_VERBS = (
    "组织|开展|形成|绘制|制作|曝光|举办|举行|建立|完成|发布|征集|评选|打造|召开|张贴|印发|上报|报送|观看|选树|推广"
    "|查找|讲授|选派|签订|播放|悬挂|发放|邀请|整改|培养|创建|建成|推出|编制|撰写|提交|参加|安排|配备"
)
# 发放宣传资料不少于1000份, 培训覆盖率达到100%.
_AT_LEAST = re.compile(
    rf"(?:{_VERBS})?(?P<of>[\u4e00-\u9fff“”、]{{2,16}}?)(?:要|应|须)?"
    rf"(?:不少于|不低于|不得少于|不得低于|至少|达到|达)(?P<n>{_NUMBER})(?=[，。；、！\n（(]|$)"
)
# 评选先进单位10家, 邀请专家授课2场次.
_AFTER_NOUN = re.compile(
    rf"(?:{_VERBS})(?P<of>[\u4e00-\u9fff“”]{{2,16}}?)"
    rf"(?P<n>\d{{1,5}}(?:{_UNITS})(?:以上)?)(?=[，。；、！\n]|$)"
)
# 至少查找1处身边隐患, 选派3名选手.
_BEFORE_NOUN = re.compile(
    rf"(?:查找|讲授|选派|签订|播放|悬挂|发放|邀请|整改|培养|创建|配备|安排)(?:不少于|至少)?"
    rf"(?P<n>\d{{1,5}}(?:{_UNITS}))(?P<of>[^，。；,;！\n]{{2,30}})"
)
_VERB = re.compile(rf"(?:{_VERBS})")
_SHARE = re.compile(r"每(?:家|个|名|单位|企业|车间|班组|[\u4e00-\u9fff]{1,4})")
_DONE_WITH = re.compile(r"(?<=.)(?:参加|参赛|走进|授课)")
_OPEN_END = re.compile(r"等$")
_CATEGORY = re.compile(r"等(?:各类|各种|多种|一系列|一批)?(?=[^等]{2,12}$)")
_OBJECT = re.compile(r"(?:对|向|赴|到|深入|走进|抽查|检查)[^，。；\n对]{0,14}?企业")
_CLAUSE_END = re.compile(r"[，。；,;]")
_LEADING_SUBJECT = re.compile(r"[^，。；,;“”]{0,30}?(?:要|应|须|将)")


@dataclass(frozen=True)
class _Body:
    """An item's title and text with the places they come from; ``seen`` has definitions blanked."""

    flow: Flow
    start: int
    end: int
    title: str
    seen: str

    def spans(self, found: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
        """Map places in ``seen`` to the source."""
        return tuple(self.flow.span(self.start + a, self.start + b) for a, b in found)


def describe(
    flow: Flow,
    item: Item,
    path: tuple[str, ...],
    dues: Sequence[Due],
    events: Sequence[Happening],
    words: lexicon.Lexicon,
) -> Activity:
    """Propose an activity for a numbered item; ``dues`` and ``events`` are those inside it."""
    title = flow.text[item.title_start : item.title_end]
    raw = flow.text[item.title_start : item.end].rstrip("\n")
    seen = _DEFINITION.sub(_blanked, raw)
    body = _Body(flow, item.title_start, item.title_start + len(raw), title, seen)
    sources: dict[str, tuple[Span, ...]] = {}
    if title:
        sources["title"] = (flow.span(item.title_start, item.title_end),)
    quantities = _quantities(body, raw, words)
    kinds = find_kinds(title, seen, [q.of for q in quantities if q.per == "enterprise"], words)
    audience = find_audience(title, seen, words)
    who = find_who(seen, words)
    cadence = next(lexicon.find_cadences(seen), None)
    deadline = _deadline(flow, dues, events, sources)
    for name, found in (("kinds", kinds), ("audience", audience)):
        sources[name] = body.spans([place for _, place in found])
    sources["who"] = body.spans([place for _, place in who])
    if cadence:
        sources["cadence"] = body.spans([cadence[:2]])
    named = [(m.group(1), m.span()) for m in _PROGRAMME.finditer(raw)]
    materials = [(m.group(), m.span()) for m in _MATERIAL.finditer(raw)]
    sources["programmes"] = body.spans([place for _, place in named])
    sources["materials"] = body.spans([place for _, place in materials])
    sources["quantities"] = tuple((q.start, q.end) for q in quantities)
    keys = _unique(key for key, _ in kinds)
    text_start = min(item.body, item.end)
    return Activity(
        number=item.taken.token.printed,
        path=path,
        title=title or None,
        text=flow.text[text_start : item.end].strip("\n"),
        kinds=keys,
        audience=_unique(key for key, _ in audience),
        who=_unique(name for name, _ in who),
        deadline=deadline,
        cadence=cadence[2] if cadence else None,
        quantities=quantities,
        programmes=_unique(name for name, _ in named),
        materials=_unique(name for name, _ in materials),
        evidence=words.evidence(keys),
        start=flow.span(item.start, item.end)[0],
        end=flow.span(item.start, body.end)[1],
        sources={name: spans for name, spans in sources.items() if spans},
    )


def find_kinds(
    title: str,
    seen: str,
    delivered: Sequence[str] = (),
    words: lexicon.Lexicon | None = None,
) -> list[tuple[str, tuple[int, int]]]:
    """Return kind keys with the place that gave them away, the most prominent kind first.

    ``seen`` begins with the title. ``delivered`` names what every enterprise must hand in a
    number of (一张逃生路线图): that counts as much as a word of the title. Among kinds of equal
    standing the specific ones come before the general ones, then the earlier before the later.
    """
    found = []
    for kind in (words or lexicon.built_in()).kinds:
        match = kind.title.search(title)
        if match and kind.unless and kind.unless.search(title):
            match = None
        leads = match is not None or any(kind.title.search(name) for name in delivered)
        match = match or kind.text.search(seen)
        if match:
            found.append((not leads, kind.general, match.span(), kind.key))
    return [(key, place) for _, _, place, key in sorted(found)]


def find_audience(
    title: str, seen: str, words: lexicon.Lexicon | None = None
) -> list[tuple[str, tuple[int, int]]]:
    """Return audience keys with the words that name them.

    A 某某系统 (an office with its enterprises) stands for the office unless the duty ends at the
    enterprises; a duty without any subject is the issuer's own.
    """
    words = words or lexicon.built_in()
    # 对企业开展检查: there the enterprise does nothing.
    # An item that is nothing but its title says there who acts.
    offset = len(title) if seen[len(title) :].strip("。；;\n") else 0
    body = _OBJECT.sub(_blanked, seen[offset:])
    enterprise = _search("enterprise", ("acts", "moved", "joined"), body, words)
    public = _search("public", ("acts",), body, words)
    bureau = (
        _search("bureau", ("acts",), body, words)
        or words.audience("enterprise", "joined").search(body)
        or _own_duty(body)
    )
    if bureau is None and enterprise is None:
        bureau = re.match(r".?", body)
    found = [("bureau", bureau), ("enterprise", enterprise), ("public", public)]
    return [(key, (match.start() + offset, match.end() + offset)) for key, match in found if match]


def _blanked(match: re.Match[str]) -> str:
    return "□" * len(match.group())


def _search(
    key: str, roles: tuple[str, ...], text: str, words: lexicon.Lexicon
) -> re.Match[str] | None:
    matches = [match for role in roles if (match := words.audience(key, role).search(text))]
    return min(matches, key=lambda match: match.start(), default=None)


def _own_duty(body: str) -> re.Match[str] | None:
    """The first clause names nobody: whoever issued the notice does it."""
    body_start = len(body) - len(body.lstrip("。：:\n"))
    stop = _CLAUSE_END.search(body, body_start)
    clause = body[body_start : stop.start() if stop else len(body)]
    named = _LEADING_SUBJECT.match(clause) or "企业" in clause or "系统" in clause
    return None if named or not clause else re.compile(re.escape(clause)).search(body)


def find_who(seen: str, words: lexicon.Lexicon) -> list[tuple[str, tuple[int, int]]]:
    """Subjects of duties (各企业要……), and persons or bodies named anywhere."""
    found = []
    for match in _SUBJECT.finditer(seen):
        name = match.group(1)
        if not _NOT_SUBJECT.match(name) and not _WORD_WITH_YAO.search(name) and "□" not in name:
            found.append((name, match.span(1)))
    for match in words.actors.finditer(seen):
        if not any(start <= match.start() < end for _, (start, end) in found):
            found.append((match.group(), match.span()))
    return sorted(found, key=lambda one: one[1])


def _deadline(
    flow: Flow,
    dues: Sequence[Due],
    events: Sequence[Happening],
    sources: dict[str, tuple[Span, ...]],
) -> str | None:
    """The last limit printed in the item; without one, the day on which it takes place."""
    own = [due for due in dues if due.days]
    if own:
        latest = max(own, key=lambda due: max(due.days))
        sources["deadline"] = (flow.span(latest.start, latest.end),)
        return max(latest.days).isoformat()
    if events:
        last = max(events, key=lambda event: event.last)
        sources["deadline"] = (flow.span(last.start, last.end),)
        return last.last.isoformat()
    return None


def _quantities(body: _Body, raw: str, words: lexicon.Lexicon) -> tuple[Quantity, ...]:
    found = []
    for match in _amounts(body.seen):
        name, start, end = _counted(raw, match)
        if name:
            per = _owed_by(body.seen, match.end(), words)
            place = body.flow.span(body.start + start, body.start + end)
            found.append(Quantity(match["n"], name, per, *place))
    head = body.flow.span(body.start, body.start + len(body.title))[1]
    return tuple(q for q in found if q.start >= head or not _said_again(q, found))


def _amounts(text: str) -> list[re.Match[str]]:
    """How many of what, in every way of saying it, in text order; no number counts twice."""
    found: dict[int, re.Match[str]] = {}
    for pattern in (_QUANTITY, _AT_LEAST, _BEFORE_NOUN, _AFTER_NOUN):
        for match in pattern.finditer(text):
            found.setdefault(match.start("n"), match)
    return [found[place] for place in sorted(found)]


def _said_again(quantity: Quantity, found: Sequence[Quantity]) -> bool:
    """The body repeats a quantity of the title and says more exactly what is counted."""
    return any(
        other.start > quantity.start and other.n == quantity.n and other.of.endswith(quantity.of)
        for other in found
    )


def _counted(text: str, match: re.Match[str]) -> tuple[str, int, int]:
    """The noun that is counted, with the place of number and noun together.

    An open list (…等) counts nothing definite; where only who owes it stands before the number
    (每企业不少于5条), the noun is that of the clause before.
    """
    start, end = match.span("of")
    if match.start("n") > start:
        share = _SHARE.fullmatch(text, start, end)
        if share:
            end = text.rfind("，", 0, start)
            start = max(text.rfind(mark, 0, max(0, end)) for mark in "，。；：\n") + 1
        start = max([start, *(verb.end() for verb in _VERB.finditer(text, start, end))])
        return text[start:end], min(start, match.start("n")), match.end("n")
    name = _DONE_WITH.split(text[start:end])[0]
    end = start + len(name)
    if _OPEN_END.search(name):
        return "", start, end
    category = _CATEGORY.search(name)
    head = max(category.end() if category else 0, name.rfind("的") + 1)
    return name[head:], match.start("n"), end


def _owed_by(seen: str, place: int, words: lexicon.Lexicon) -> str:
    """Whoever the sentence makes act."""
    begin = seen.rfind("。", 0, place) + 1
    sentence = _OBJECT.sub(_blanked, seen[begin:place])
    owed = _search("enterprise", ("acts", "moved"), sentence, words)
    return "enterprise" if owed else "bureau"


def _unique(values: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))  # type: ignore[call-overload]
