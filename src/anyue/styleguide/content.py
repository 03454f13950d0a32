"""What the style guide shows: an invented county, every state once."""

from datetime import UTC, datetime
from typing import Any

STATUS_WORDS = (
    "未开始",
    "进行中",
    "待审核",
    "退回待改",
    "临期",
    "逾期",
    "已完成",
    "已销号",
    "已撤销",
)
MENU = (
    ("工作台", "home", 0),
    ("方案与任务", "clipboard-list", 0),
    ("审核", "list-check", 12),
    ("企业", "building-factory", 0),
    ("隐患与举报", "alert-triangle", 3),
    ("活动", "calendar-event", 0),
    ("报表与设置", "settings", 0),
)
SITE = {
    "organiser": "示例县工业和信息化局",
    "contact": "0900-0000000",
    "code": "0000000000",
    "icp": "示ICP备00000000号",
    "police": "示公网安备 00000000000000号",
}
SOURCE = (
    "各乡镇人民政府，县直有关部门，各企业：",
    "为深入开展安全生产月活动，现就有关事项通知如下。",
    "一、活动主题：人人讲安全、个个会应急",
    "二、活动时间：2026年6月1日至6月30日",
    "三、各企业要在6月16日宣传咨询日前组织开展一次应急演练，并留存照片和签到表。",
    "四、各企业主要负责人要在6月底前讲一堂安全课，绘制一张逃生路线图。",
)


def menu() -> list[dict[str, object]]:
    """The left menu, first entry current."""
    return [
        {"label": label, "url": "#", "icon": icon, "count": count, "current": place == 0}
        for place, (label, icon, count) in enumerate(MENU)
    ]


def steps() -> list[dict[str, str]]:
    """Five steps: two done, one current, two to come."""
    return [
        {"label": "来源", "url": "#", "state": "done"},
        {"label": "核对要素", "url": "#", "state": "done"},
        {"label": "核对任务", "url": "#", "state": "current", "note": "还有 3 处疑点"},
        {"label": "排期与责任", "url": "", "state": "todo"},
        {"label": "发布", "url": "", "state": "todo"},
    ]


def timeline() -> list[dict[str, Any]]:
    """Three entries, newest first."""
    return [
        {
            "verb": "退回待改",
            "actor": "王丽",
            "unit": "示例县应急管理局",
            "at": datetime(2026, 6, 12, 2, 32, tzinfo=UTC),
            "note": "照片看不清横幅上的日期，请补一张正面照。",
            "changes": [{"field": "状态", "before": "待审核", "after": "退回待改"}],
        },
        {
            "verb": "上报",
            "actor": "赵建国",
            "unit": "示例县红石爆破有限公司",
            "at": datetime(2026, 6, 11, 8, 5, tzinfo=UTC),
            "note": "",
            "changes": [{"field": "参加人数", "before": "", "after": "42"}],
        },
        {
            "verb": "签收",
            "actor": "赵建国",
            "unit": "示例县红石爆破有限公司",
            "at": datetime(2026, 6, 2, 1, 0, tzinfo=UTC),
            "note": "",
            "changes": [],
        },
    ]


def task_groups() -> list[dict[str, Any]]:
    """An enterprise's home: one state per row."""
    return [
        {
            "title": "宣传教育",
            "note": "2 项",
            "items": [
                {"title": "张贴安全生产月挂图", "url": "#", "hint": "6月5日前", "status": "已完成"},
                {
                    "title": "主要负责人讲一堂安全课",
                    "url": "#",
                    "hint": "6月30日前，需照片和签到表",
                    "status": "退回待改",
                },
            ],
        },
        {
            "title": "应急演练",
            "note": "",
            "items": [
                {"title": "开展一次应急演练", "url": "#", "hint": "6月16日前", "status": "临期"},
                {"title": "演练评估", "url": "", "hint": "先上报演练，再做评估", "status": ""},
            ],
        },
    ]


def rows() -> list[dict[str, Any]]:
    """The ledger: each status once."""
    names = ("红石爆破有限公司", "青河水泥有限责任公司", "示例县民用爆炸物品专营公司第二仓储分公司")
    return [
        {
            "number": number,
            "task": "组织开展一次包括全体从业人员和外包队伍在内的应急疏散演练并做评估"
            if number == 3
            else "开展一次应急演练",
            "unit": names[number % 3],
            "due": f"6月{10 + number}日",
            "people": 17 * number,
            "status": word,
        }
        for number, word in enumerate(STATUS_WORDS, start=1)
    ]


def summary() -> list[dict[str, str]]:
    """Check answers: the last value is missing."""
    return [
        {"label": "活动名称", "value": "开展一次应急演练", "url": "#"},
        {"label": "举行日期", "value": "6月12日（周五）", "url": "#"},
        {"label": "地点", "value": "示例县红石爆破有限公司库区", "url": "#"},
        {"label": "参加人数", "value": "42", "url": "#"},
        {"label": "备注", "value": "", "url": "#"},
    ]


def conflict() -> dict[str, Any]:
    """Two people changed the same activity."""
    return {
        "theirs": {"who": "王丽", "at": datetime(2026, 6, 12, 2, 32, tzinfo=UTC)},
        "rows": [
            {"label": "完成时限", "theirs": "6月16日", "mine": "6月15日", "differs": True},
            {"label": "责任单位", "theirs": "各企业", "mine": "各企业", "differs": False},
        ],
    }


def difference() -> list[dict[str, str]]:
    """One row of each kind."""
    return [
        {"label": "第4项 讲安全课", "kind": "changed", "before": "6月底前", "after": "6月25日前"},
        {"label": "第5项 咨询日", "kind": "added", "before": "", "after": "6月16日设咨询台一处"},
        {"label": "第6项 征文", "kind": "removed", "before": "组织征文一次", "after": ""},
        {"label": "第7项 演练", "kind": "same", "before": "", "after": "开展一次应急演练"},
    ]


def photos(picture: str) -> list[dict[str, str]]:
    """Three tiles of the same drawn picture."""
    captions = ("演练集合点", "消防水带操作", "")
    return [
        {
            "url": "?page=picture",
            "thumbnail": picture,
            "alt": f"示意照片：{caption or '车间一角'}",
            "caption": caption,
            "facts": "现场拍摄 6月12日 09:40",
        }
        for caption in captions
    ]
