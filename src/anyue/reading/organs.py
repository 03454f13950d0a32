"""What the name of an office, company or other body looks like, whichever one it is."""

from __future__ import annotations

import re

_ENDING = (
    "办公室|委员会|安委会|安委办|委办|委|政府|人民法院|检察院|总局|分局|管理局|监管局|局|总署|部|厅|处|科|署|司"
    "|公司|集团|企业|厂|矿|中心|总队|支队|大队|中队|指挥部|领导小组|协会|学会|总会|联合会|工会|学院|大学|学校"
    "|中学|小学|中心校|幼儿园|卫生院|派出所|监督站|管理站|项目部|经理部|车间|林场|农场|医院|街道|办事处|管委会|党委|党组|党工委|团委|妇联|居委会|村委会|园区|开发区|乡|镇|银行|研究院|研究所"
)
_NAME = re.compile(
    rf"[\u4e00-\u9fff·×（）()、\w]{{1,60}}?(?:{_ENDING})(?:[（(][^（）()]{{2,20}}[）)])?$"
)
_NO_NAME = re.compile(r"[，。；：？！:;“”《》]|关于|通知|方案|电话|联系|附件|抄送")
_SUFFIX = re.compile(rf"(?:{_ENDING})")


def is_organ(text: str) -> bool:
    """Say whether ``text`` as a whole reads like the name of a body."""
    return 2 < len(text) <= 80 and not _NO_NAME.search(text) and bool(_NAME.fullmatch(text))


def split_joint(text: str) -> list[str]:
    """Cut the names of several bodies that were printed without a break between them.

    The cut lies where the second name takes up the beginning of the first again (the same place
    or the same school), as joint signatures do.
    """
    for match in _SUFFIX.finditer(text, 4):
        second = text[match.end() :]
        if len(second) >= 5 and is_organ(second) and _shares_stem(text[: match.end()], second):
            return [text[: match.end()], *split_joint(second)]
    return [text]


def _shares_stem(first: str, second: str) -> bool:
    return not second.startswith("办公室") and second[:3] in first
