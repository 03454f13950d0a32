from anyue.reading.citations import find_citations, find_phones
from tests.reading.making import flow_of, reading_of


def cited(text: str, own: str | None = None) -> list[str]:
    return [found.text for found in find_citations(flow_of(text), [], own, frozenset())]


def test_names_and_numbers_are_cited_once_in_order() -> None:
    text = "按照《防火办法》（青安办〔2024〕7号）和《用电规程》，再按《防火办法》执行。"
    assert cited(text) == ["《防火办法》", "青安办〔2024〕7号", "《用电规程》"]


def test_the_words_before_a_number_are_no_part_of_it() -> None:
    assert cited("结合某某公司青物字〔2024〕1号文件要求") == ["青物字〔2024〕1号"]
    assert cited("根据国办发〔2019〕3号要求") == ["国办发〔2019〕3号"]


def test_the_notice_does_not_cite_itself() -> None:
    assert cited("青安〔2024〕1号\n一、按青安[2024]1号执行", "青安〔2024〕1号") == []


def test_forms_films_and_short_names_are_no_citations() -> None:
    assert cited("制定《任务推进表》") == []
    assert cited("观看警示片《生命之重》") == []
    assert cited("参加《标准解读与答疑》等网上专题培训班") == []
    assert cited("按照2个《指南》分别制定") == []
    assert cited("学习《消防法》") == ["《消防法》"]


def test_nested_titles_and_standards_are_kept_whole() -> None:
    assert cited("转发《关于印发《用电规程》的通知》") == ["《关于印发《用电规程》的通知》"]
    assert cited("符合《建筑标准》（GB 50016）要求") == ["《建筑标准》", "GB 50016"]


def test_a_name_broken_over_two_lines_is_one_citation() -> None:
    assert cited("为落实《企业安全生产\n费用管理办法》，特制定本方案。") == [
        "《企业安全生产费用管理办法》"
    ]


def test_telephones_are_found_in_every_printing() -> None:
    text = "电话：0538-2958119，手机13900000004，值班电话88123456，举报拨打12350、12345。"
    assert [found.text for found in find_phones(flow_of(text))] == [
        "0538-2958119", "13900000004", "88123456", "12350", "12345",
    ]  # fmt: skip


def test_emergency_numbers_and_other_figures_are_no_telephones() -> None:
    assert find_phones(flow_of("拨打119报警电话，共12500人，金额88123456元。")) == []


def test_what_the_notice_sends_out_or_attaches_is_no_citation() -> None:
    text = (
        "现将《仓库检查办法》印发给你们，请对照《消防法》填写《货物登记情况》（见附件1）。"
        "《电工守则》，印发各班组。\n"
    )
    assert reading_of(text).citations == ("《消防法》",)
