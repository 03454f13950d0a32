"""The ledger as a workbook that an office can print, sort and hand on."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from rustpy_xlsxwriter import Format, write_worksheet

from anyue.organisations.models import User

from . import kinds
from .models import Assignment
from .standing import standing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
HEADER_ROW = 3
COLUMNS: dict[str, float] = {
    "序号": 6,
    "方案": 20,
    "编号": 8,
    "任务": 30,
    "类型": 12,
    "责任单位": 26,
    "统一社会信用代码": 21,
    "行业": 16,
    "联系人": 10,
    "联系电话": 14,
    "下达日期": 12,
    "完成时限": 12,
    "状态": 10,
    "当前情况": 10,
    "签收时间": 17,
    "上报时间": 17,
    "销号时间": 17,
}
"""Heads and widths in characters."""
DATES = ("下达日期", "完成时限")
TIMES = ("签收时间", "上报时间", "销号时间")
NUMBERS = ("序号",)


def ledger_name(user: User, at: datetime) -> str:
    """The file's name: 单位_任务台账_YYYYMMDD_HHMM.xlsx."""
    return f"{user.unit}_任务台账_{localtime(at):%Y%m%d_%H%M}.xlsx"


def ledger_workbook(rows: Iterable[Assignment], *, user: User, at: datetime, filters: str) -> bytes:
    """The rows in their order as XLSX; the head names unit, moment, person and filters.

    Every text is written as a string cell in text format, so nothing typed by a unit is ever
    computed, and codes and phone numbers keep their zeros. `rows` come with unit, sectors and
    campaign loaded.
    """
    today = localtime(at).date()
    records = [_record(number, row, today) for number, row in enumerate(rows, 1)]
    last_row = HEADER_ROW + len(records)
    last_column = len(COLUMNS) - 1
    told = f"填报单位：{user.unit}    数据截止：{localtime(at):%Y-%m-%d %H:%M}    制表人：{user}"
    heads = [
        (f"{user.unit} 任务台账", _title()),
        (f"{told}    共 {len(records)} 条", Format().set_align("left")),
        (f"筛选条件：{filters}", Format().set_align("left")),
    ]
    merges: list[Any] = [
        (row, 0, row, last_column, text, look) for row, (text, look) in enumerate(heads)
    ]
    if not records:
        records = [dict.fromkeys(COLUMNS)]
    buffer = io.BytesIO()
    write_worksheet(
        records,
        buffer,
        sheet_name="任务台账",
        header_row=HEADER_ROW,
        merge_ranges=merges,
        header_format=_cell().set_bold().set_align("center").set_background_color("#E8F0FE"),
        column_widths=COLUMNS,
        column_formats={name: _look(name) for name in COLUMNS},
        row_heights={0: 30.0},
        freeze_row=HEADER_ROW + 1,
        autofilter=True,
        page_setup={
            "landscape": True,
            "paper_size": A4,
            "repeat_rows": (HEADER_ROW, HEADER_ROW),
            "print_area": (0, 0, last_row, last_column),
            "fit_to_pages": (1, 0),
            "footer": "&C第 &P 页，共 &N 页",
        },
    )
    return buffer.getvalue()


def _record(number: int, row: Assignment, today: date) -> dict[str, Any]:
    unit = row.responsible_unit
    return {
        "序号": number,
        "方案": row.campaign.name if row.campaign else "全年工作",
        "编号": row.number,
        "任务": row.title,
        "类型": kinds.get(row.kind).label,
        "责任单位": unit.name,
        "统一社会信用代码": unit.credit_code or "",
        "行业": "、".join(sector.name for sector in unit.sectors.all()),
        "联系人": unit.contact_name,
        "联系电话": unit.contact_phone,
        "下达日期": localtime(row.created_at).date(),
        "完成时限": row.due_date,
        "状态": row.get_status_display(),
        "当前情况": standing(row, today),
        "签收时间": _moment(row.acknowledged_at),
        "上报时间": _moment(row.reported_at),
        "销号时间": _moment(row.closed_at),
    }


def _moment(at: datetime | None) -> datetime | None:
    """Excel knows no time zone: the office's own wall clock."""
    return localtime(at).replace(tzinfo=None, second=0, microsecond=0) if at else None


def _title() -> Format:
    return Format().set_bold().set_font_size(16).set_align("center")


def _cell() -> Format:
    return Format().set_border("thin").set_text_wrap().set_align("vertical_center")


def _look(name: str) -> Format:
    if name in DATES:
        return _cell().set_num_format("yyyy-mm-dd")
    if name in TIMES:
        return _cell().set_num_format("yyyy-mm-dd hh:mm")
    if name in NUMBERS:
        return _cell().set_num_format("0")
    return _cell().set_num_format("@")
