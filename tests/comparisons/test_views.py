"""The pages of a comparison: from the cited plan to the last point that was left out."""

import re

from django.urls import reverse

from anyue.comparisons import services
from anyue.comparisons.rules import RulingVerb
from tests.comparisons.conftest import (
    CITING,
    DRILL,
    MAP,
    REWARD,
    SHOW,
    STUDY,
    UPPER,
    a_plan,
    at,
    keys,
    page,
)


def press(client, comparison, title, verb, local=""):
    data = {"seen": comparison.revision, "verb": verb, "upper": keys(comparison)[title]}
    return client.post(at("rule", comparison), {**data, "local": local}, follow=True)


def test_points_stand_side_by_side_with_their_reasons(at_desk, comparison):
    text = page(at_desk.get(at("show", comparison)))

    assert "本级没有对应的条目。" in text
    assert "上级方案里没有这一条。" in text
    assert "6月20日" in text and "<mark>" in text
    places = [text.index(title) for title in (STUDY, DRILL, SHOW, REWARD, MAP)]
    assert places == sorted(places)


def test_only_what_was_left_out(at_desk, comparison):
    text = page(at_desk.get(at("show", comparison), {"show": "left_out"}))

    assert SHOW in text and REWARD in text
    assert STUDY not in text


def test_only_what_differs_in_dates_and_numbers(at_desk, comparison):
    text = page(at_desk.get(at("show", comparison), {"show": "differs"}))

    assert DRILL in text and STUDY not in text
    assert "<b>时限</b>" in text and "<b>数量</b>" in text


def test_every_tab_says_how_many_there_are(at_desk, comparison):
    tabs = at_desk.get(at("show", comparison)).context["tabs"]

    assert [(tab["label"], tab["count"]) for tab in tabs] == [
        ("全部", 7),
        ("漏项", 2),
        ("部分覆盖", 1),
        ("时限数量不同", 1),
        ("已覆盖", 2),
        ("本级新增", 2),
    ]
    assert [tab["label"] for tab in tabs if tab["current"]] == ["全部"]


def test_a_part_says_how_much_was_found(at_desk, comparison):
    rows = {
        row.upper.label: row
        for row in at_desk.get(at("show", comparison)).context["rows"]
        if row.upper
    }

    assert rows[f"（一）{DRILL}"].why == "这一条的话，本级约写到 65%，但时限或数量要求比它低"
    assert rows[f"（一）{STUDY}"].why == "这一条的话，本级约写到 100%"
    assert rows[f"（二）{SHOW}"].why == ""


def test_an_unknown_tab_shows_everything(at_desk, comparison):
    text = page(at_desk.get(at("show", comparison), {"show": "x<y", "page": "-1"}))
    assert STUDY in text and MAP in text and "x<y" not in text


def test_the_list_stays_filtered_after_a_press_and_after_a_correction(at_desk, comparison):
    shown = page(at_desk.get(at("show", comparison), {"show": "left_out", "page": "1"}))
    key = keys(comparison)[SHOW]
    point = at("point", comparison, key=key)
    assert f'href="{point}?show=left_out&amp;page=1"' in shown
    assert '<input type="hidden" name="show" value="left_out">' in shown

    there = page(at_desk.get(point, {"show": "left_out", "page": "1"}))
    back = f"{at('show', comparison)}?show=left_out&page=1#p-{key}"
    assert back.replace("&", "&amp;") in there
    kept = {"show": "left_out", "page": "1", "seen": 0, "reason": "另有部署"}

    assert at_desk.post(at("leave_out", comparison, key=key), kept).url == back


def test_a_point_that_is_planned_has_no_more_buttons(at_desk, comparison):
    press(at_desk, comparison, REWARD, "add")
    comparison.refresh_from_db()

    text = page(at_desk.get(at("point", comparison, key=keys(comparison)[REWARD])))

    assert "已加入方案：" in text
    assert "记为有意不列" not in text and "对上这一条" not in text and "恢复自动结果" not in text


def test_what_comes_nearest_is_matched_with_one_press(at_desk, campaign, officer):
    doors = (
        "（四）清理通道。清除杂物，电动车不进楼，保证逃生，防火门不上锁，消火栓有水，应急灯能亮。\n"
    )
    text = UPPER.replace("\n示例县安全生产委员会", f"{doors}\n示例县安全生产委员会")
    comparison = services.compare_with_text(campaign, actor=officer, text=text)
    answer = at_desk.get(at("show", comparison))
    shown = {row.upper.label: row for row in answer.context["rows"] if row.upper}
    near = shown["（四）清理通道"].nearest

    assert shown[f"（一）{STUDY}"].nearest is None
    assert shown[f"（二）{SHOW}"].nearest is None
    assert f"最接近的是：4.{MAP}" in page(answer)
    after = page(press(at_desk, comparison, "清理通道", "match", near.key))

    assert "已对上。" in after and "覆盖 3" in after
    assert comparison.rulings.get().local_key == keys(comparison, "local")[MAP]


def test_what_was_parted_is_not_offered_as_nearest_again(at_desk, comparison):
    local = keys(comparison, "local")[STUDY]
    answer = press(at_desk, comparison, STUDY, "unmatch", local)

    row = next(
        row for row in answer.context["rows"] if row.anchor == f"p-{keys(comparison)[STUDY]}"
    )
    assert row.outcome == "left_out"
    assert row.nearest is None or row.nearest.key != local


def test_the_points_to_choose_from_begin_with_the_nearest(at_desk, comparison):
    answer = at_desk.get(at("point", comparison, key=keys(comparison)[DRILL]))
    choices = [label for _, label in answer.context["form"].fields["local"].choices]

    assert choices[0] == "请选择"
    assert DRILL in choices[1]
    assert len(choices) == 1 + len(keys(comparison, "local"))


def test_why_it_is_left_out_is_shown_beside_what_was_found(at_desk, comparison):
    url = at("leave_out", comparison, key=keys(comparison)[STUDY])
    text = page(at_desk.post(url, {"seen": 0, "reason": "已由另一份文件部署"}, follow=True))

    assert "有意不列：已由另一份文件部署" in text
    assert "1.开展专题学习" in text


def test_the_same_words_on_both_sides_have_places_of_their_own(at_desk, campaign, officer):
    same = UPPER.replace("讲一堂安全课。", "讲一堂安全课，写好学习心得。")
    comparison = services.compare_with_text(campaign, actor=officer, text=same)
    local = keys(comparison, "local")[STUDY]
    assert local == keys(comparison)[STUDY]

    text = page(press(at_desk, comparison, STUDY, "unmatch", local))

    ids = re.findall(r'<article[^>]* id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) == 8


def test_a_comparison_stands_below_its_own_plan_alone(at_desk, comparison, officer):
    other = a_plan(officer, CITING)
    url = reverse("comparisons:show", args=[other.pk, comparison.pk])
    assert at_desk.get(url).status_code == 404


def test_everything_stands_on_one_page_for_print(at_desk, campaign, officer):
    items = "".join(f"{n}.第{n}项。组织第{n}项工作，落实第{n}项措施。\n" for n in range(1, 41))
    made = services.compare_with_text(campaign, actor=officer, text=f"通知\n一、任务\n{items}")

    assert page(at_desk.get(at("show", made))).count("<article") == 30
    assert page(at_desk.get(at("show", made), {"all": "1"})).count("<article") > 40


def test_one_press_changes_one_point_and_goes_back_to_it(at_desk, comparison):
    answer = press(at_desk, comparison, DRILL, "cover")

    comparison.refresh_from_db()
    assert comparison.rulings.get().verb == RulingVerb.COVER
    assert "上级 5 项：覆盖 3、部分 0、漏 2；本级新增 2。" in page(answer)
    assert answer.redirect_chain[0][0].endswith(f"#p-{keys(comparison)[DRILL]}")


def test_a_point_goes_into_the_plan(at_desk, comparison, campaign):
    answer = press(at_desk, comparison, REWARD, "add")

    made = campaign.activities.get(title=REWARD)
    link = reverse("campaigns:activity", args=[campaign.pk, made.pk])
    assert f'已加入方案：<a href="{link}">' in page(answer)
    assert at_desk.get(link).status_code == 200


def test_an_unknown_press_is_refused(at_desk, comparison):
    answer = press(at_desk, comparison, REWARD, "leave_out")

    assert answer.status_code == 422
    assert "已经失效" in page(answer)
    assert not comparison.rulings.exists()


def test_a_press_on_an_old_page_is_refused_with_a_name(at_desk, comparison):
    press(at_desk, comparison, DRILL, "cover")
    answer = press(at_desk, comparison, DRILL, "reset")  # this comparison still has revision 0

    assert answer.status_code == 409
    assert "王丽" in page(answer) and "算已覆盖" in page(answer)
    assert comparison.rulings.count() == 1


def test_a_person_says_which_point_takes_it_up(at_desk, comparison):
    key = keys(comparison)[SHOW]
    url = at("point", comparison, key=key)
    assert MAP in page(at_desk.get(url))

    wrong = at_desk.post(url, {"seen": 0, "local": ""})
    right = at_desk.post(url, {"seen": 0, "local": keys(comparison, "local")[MAP]}, follow=True)

    assert wrong.status_code == 422 and "请选择本级方案里对应的一条" in page(wrong)
    assert "已对上。" in page(right)
    assert comparison.rulings.get().verb == RulingVerb.MATCH


def test_a_person_says_why_a_point_is_left_out(at_desk, comparison):
    url = at("leave_out", comparison, key=keys(comparison)[SHOW])

    wrong = at_desk.post(url, {"seen": 0, "reason": ""})
    right = at_desk.post(url, {"seen": 0, "reason": "已由另一份文件部署"}, follow=True)

    assert wrong.status_code == 422 and "请写明有意不列的原因" in page(wrong)
    assert "有意不列：已由另一份文件部署" in page(right)
    assert comparison.rulings.get().reason == "已由另一份文件部署"


def test_a_point_that_never_was_is_not_found(at_desk, comparison):
    assert at_desk.get(at("point", comparison, key="nothing")).status_code == 404


def test_the_original_is_kept_as_it_was(at_desk, comparison):
    answer = at_desk.get(at("original", comparison))
    assert answer.getvalue() == UPPER.encode()


def test_who_only_reads_sees_no_buttons(client, onlooker, comparison):
    client.force_login(onlooker)
    text = page(client.get(at("show", comparison)))

    assert DRILL in text
    assert "不是一回事" not in text and "加入方案" not in text


def test_comparing_again(at_desk, comparison, officer):
    services.cover(comparison, actor=officer, seen=0, upper_key=keys(comparison)[DRILL])
    answer = at_desk.post(at("again", comparison), {"seen": 1}, follow=True)

    assert "已重新对照，更正过的照旧。" in page(answer)
    assert "覆盖 3" in page(answer)
