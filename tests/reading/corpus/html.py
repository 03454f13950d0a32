"""The 14 kinds of hostile or broken web pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from tests.reading.corpus import case
from tests.reading.corpus.case import CANARIES, FIRST, LAST, NOTICE, READ, Case, Read, Refused

_SAFE = Read(without=("alert",))
_UNSEEN = ("hidden_characters", "garbled_text")
_TITLE, *_BODY = [f"<p>{line}</p>" for line in NOTICE]
# Spellings of OWASP's list of filter evasions; {0} is where the notice goes on.
_SCRIPTS = (
    "<script>alert(1)</script>",
    "<SCRIPT>alert(1)</SCRIPT>",
    "<ScRiPt >alert(1)</ScRiPt >",
    "<script\n>alert(1)</script\n>",
    "<script/src=//127.0.0.1:9/x.js></script>",
    "<script/anything>alert(1)</script>",
    "<script type=text/plain>alert(1)</script>",
    "<script>/*</p>*/alert(1)</script>",
    "<script><!--\nalert(1)\n--></script>",
    "<script>if(1<2)alert('</p>')</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
    "<script x>alert(1)</script x>",
    "<script ~~~>alert(1)</script ~~~>",
    "<script>alert(1)</script/>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror='alert(1)'//",
    '<img """><script>alert(1)</script>">',
    "<img src=`x` onerror=`alert(1)`>",
    "<img src='x:x' onerror='alert(1)'>",
    '<img lowsrc="javascript:alert(1)">',
    '<img src="jav&#x09;ascript:alert(1);">',
    '<img src="jav\tascript:alert(1);">',
    "<body onload=alert(1)>",
    "<body background=javascript:alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><maction xlink:href=javascript:alert(1)></maction></math>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)></details>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)></marquee>",
    "<table background=javascript:alert(1)></table>",
    "<div style=background-image:url(javascript:alert(1))></div>",
    '<link rel=stylesheet href="javascript:alert(1)">',
    "<style>@import 'javascript:alert(1)';</style>",
    '<style>li{list-style-image:url("javascript:alert(1)")}</style>',
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<template><script>alert(1)</script></template>",
    '<base href="javascript:alert(1);//">',
    "<object type=text/x-scriptlet data=http://127.0.0.1:9/x></object>",
    '<embed src="data:image/svg+xml;base64,PHN2Zy8+">',
    "<a onmouseover=alert(1)>链接</a>",
)
_LINKS = ("javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:msgbox(1)")
_NAMESPACES = (
    "<svg><p><style><img src=x onerror=alert(1)></style></p></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;x&gt;'>",
    "<svg><foreignObject><p>看得见</p></foreignObject></svg>",
    "<math><mi>甲</mi></math>",
)
_ACTIVE = (
    '<meta http-equiv=refresh content="0;url=http://{address}/">',
    '<base href="http://{address}/">',
    '<form action="http://{address}/"><input type=submit></form>',
    '<iframe src="http://{address}/"></iframe>',
    '<object data="http://{address}/x.swf"></object>',
    '<link rel=stylesheet href="http://{address}/x.css"><img src="http://{address}/x.png">',
)
_STYLES = (
    '<div style="width:expression(alert(1))">样式</div>',
    '<div style="background:url(http://{address}/x)">样式</div>',
    "<style>body{background:url(http://{address}/x)}</style>",
)


def page(*inside: str, charset: str = "utf-8", encoding: str = "utf-8") -> bytes:
    """The good notice as a page, with ``inside`` after its title."""
    head = f'<html><head><meta charset="{charset}"></head><body>'
    return "\n".join([head, _TITLE, *inside, *_BODY, "</body></html>"]).encode(encoding)


def cases() -> Iterator[Case]:
    """Every page of the corpus."""
    for key, make, ends in _rows():
        yield Case(f"html/{key}", f"{key}.html", make, ends)


def _rows() -> Iterator[tuple[str, Callable[[], bytes], Read | Refused]]:
    for number, spelling in enumerate(_SCRIPTS, 1):
        yield f"01-script-{number:02d}", partial(page, spelling), _SAFE
    for number, link in enumerate(_LINKS, 1):
        yield f"02-link-{number}", partial(page, f'<p><a href="{link}">点这里</a>看</p>'), _SAFE
    for group, number, pieces in (
        ("namespace", "03", _NAMESPACES),
        ("active", "04", _ACTIVE),
        ("style", "05", _STYLES),
    ):
        for index, piece in enumerate(pieces, 1):
            yield (
                f"{number}-{group}-{index}",
                partial(page, piece.replace("{address}", case.ADDRESS)),
                _SAFE,
            )
    yield "06-unclosed-and-deep", lambda: page("<div>" * 100_000), Refused("粘贴正文")
    yield "06-unclosed-and-flat", lambda: page("<p>甲<li>乙" * 10_000), READ
    yield from _charsets()
    yield from _letters()
    yield (
        "11-error-handler-in-a-cell",
        partial(page, "<table><tr><td><img src=x onerror=alert(1)>甲</td><td>乙</td></tr></table>"),
        Read((FIRST, LAST), without=("alert",)),
    )
    yield "12-tables-of-an-office-page", _office_page, READ
    text = "<xml id=x><b>&lt;img src=x onerror=alert(1)&gt;</b></xml>"
    yield "01-written-as-text", partial(page, text), READ
    yield "13-entities", partial(page, "<p>&#x53;&#0;&#xD800;&#x110000;&nbsp;&bogus;</p>"), READ
    yield (
        "14-cut-in-a-tag",
        lambda: page()[: page().index(LAST.encode())] + b"<p class=",
        Read(CANARIES[:2], doubts=("damaged_file",)),
    )


def _charsets() -> Iterator[tuple[str, Callable[[], bytes], Read | Refused]]:
    yield "07-says-gb2312-sends-utf-8", partial(page, charset="gb2312"), READ
    yield "07-says-utf-8-sends-gb18030", partial(page, encoding="gb18030"), READ
    yield "07-says-gb2312-sends-utf-16", partial(page, charset="gb2312", encoding="utf-16"), READ
    yield "07-says-nonsense", partial(page, charset="x-unknown"), READ
    yield "07-mark-and-gb2312", lambda: b"\xef\xbb\xbf" + page(charset="gb2312"), READ
    script = "+ADw-script+AD4-alert(1)+ADw-/script+AD4-"
    yield (
        "07-script-in-utf-7",
        partial(page, script, charset="utf-7"),
        Read((FIRST, LAST), without=("<script",)),
    )
    yield (
        "07-all-in-utf-7",
        partial(page, charset="utf-7", encoding="utf-7"),
        Read((), doubts=("garbled_text",)),
    )


def _letters() -> Iterator[tuple[str, Callable[[], bytes], Read | Refused]]:
    line = b"<p>" + "安全".encode() * 9_000_000
    yield "08-fifty-megabytes-in-a-line", lambda: line, Refused("20 MB")
    turned = "<p>请于\u202e日61月6\u202c前报送</p>"
    yield "09-turned-direction", partial(page, turned), Read(doubts=_UNSEEN)
    yield (
        "09-zero-width",
        partial(page, "<p>6\u200b月\u200d16\u2060日前报送</p>"),
        Read(("6月16日前报送", LAST)),
    )
    alike = "<p>根据示安办〔2O23〕l2号文件</p>"
    yield "10-letters-for-digits", partial(page, alike), Read(doubts=("garbled_text",))


def _office_page() -> bytes:
    """Layout tables in layout tables, as word processors and content systems write them."""
    cell = "<table><tr><td>{}</td></tr></table>"
    notice = "".join(
        f"<p class=MsoNormal><span lang=EN-US><o:p></o:p>{x}</span></p>" for x in NOTICE
    )
    inside = notice
    for _ in range(12):
        inside = cell.format(inside)
    return f'<html xmlns:o="urn:o"><meta charset=utf-8><body>{inside}</body></html>'.encode()
