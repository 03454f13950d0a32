"""The register, people and letters as pages."""

import re

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from anyue.organisations.models import Invitation, Sector, Unit, User
from anyue.organisations.rules import UnitKind
from anyue.organisations.services import invitations, people, units
from tests.factories import PASSWORD, UnitFactory, UserFactory

UNITS = "/desk/orgs/"


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def at_firm(worker):
    client = Client()
    client.force_login(worker)
    return client


def text(response):
    return response.content.decode()


def names(response):
    return [unit.name for unit in response.context["page"]]


def test_the_register_lists_what_is_in_sight(desk, firm, other_firm, outsider):
    assert names(desk.get(UNITS)) == [
        "示例县工业和信息化局",
        "青石化工有限公司",
        "白杨机械有限公司",
    ]


def test_filters_stand_in_the_address(desk, firm, other_firm, township, worker, sector):
    firm.sectors.add(sector)
    Unit.objects.filter(pk=other_firm.pk).update(contact_name="周平")
    UnitFactory(name="旧厂", path="/1/2/8/", parent=firm.parent, is_active=False)

    assert names(desk.get(UNITS, {"q": "青石"})) == [firm.name, township.name]
    assert names(desk.get(UNITS, {"q": "周平"})) == [other_firm.name]
    assert names(desk.get(UNITS, {"kind": "township"})) == [township.name]
    assert names(desk.get(UNITS, {"sector": sector.pk})) == [firm.name]
    assert names(desk.get(UNITS, {"state": "off"})) == ["旧厂"]
    assert "旧厂" in names(desk.get(UNITS, {"state": "all"}))
    assert names(desk.get(UNITS, {"account": "none", "kind": "enterprise"})) == [other_firm.name]
    assert "没有符合条件的单位" in text(desk.get(UNITS, {"q": "没有"}))


def test_htmx_gets_the_rows_alone(desk, firm):
    response = desk.get(UNITS, headers={"HX-Request": "true"})

    assert "<html" not in text(response)
    assert 'id="rows"' in text(response)
    assert "HX-Request" in response["Vary"]


def test_the_register_asks_as_often_for_fifty_rows_as_for_one(
    desk, bureau, firm, sector, django_assert_num_queries
):
    def fill(start, count):
        for number in range(start, start + count):
            unit = UnitFactory(name=f"厂{number}", path=f"/1/2/9{number}/", parent=bureau)
            unit.sectors.add(sector)
            UserFactory(unit=unit)

    fill(0, 1)
    desk.get(UNITS)
    with django_assert_num_queries(8):
        desk.get(UNITS)
    fill(1, 49)
    with django_assert_num_queries(8):
        assert len(desk.get(UNITS).context["page"]) == 50


def test_the_unit_page_asks_as_often_for_many_people_as_for_one(
    desk, officer, firm, worker, django_assert_num_queries
):
    def fill(count):
        for _ in range(count):
            person = UserFactory(unit=firm, roles=["worker", "expert"])
            invitations.invite_person(person, actor=officer)
            UnitFactory(path=f"/1/2/3/9{person.pk}/", parent=firm, kind=UnitKind.WORKSHOP)

    fill(1)
    page = f"/desk/orgs/{firm.pk}/"
    desk.get(page)
    with django_assert_num_queries(12):
        desk.get(page)
    fill(12)
    with django_assert_num_queries(12):
        assert "共 14 人" in text(desk.get(page))


def test_a_unit_is_entered_on_the_page(desk, bureau, sector):
    response = desk.post(
        "/desk/orgs/new/",
        {
            "parent": bureau.pk,
            "kind": "enterprise",
            "name": "北山民爆有限公司",
            "credit_code": " ９1350100m000100y43 ",
            "sectors": [sector.pk],
            "contact_phone": "139 0000 0000",
        },
    )

    unit = Unit.objects.get(name="北山民爆有限公司")
    assert response.url == f"/desk/orgs/{unit.pk}/"
    assert (unit.credit_code, unit.contact_phone) == ("91350100M000100Y43", "13900000000")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("credit_code", "91350100M000100Y44", "校验位不对"),
        ("credit_code", "123", "现在是 3 位"),
        ("contact_phone", "12345", "电话号码不对"),
        ("head_count", "-1", "大于或等于0"),
        ("name", "", "这个字段"),
        ("kind", "workshop", "不能直接设"),
    ],
)
def test_a_wrong_entry_is_shown_again_with_what_was_typed(desk, bureau, field, value, sentence):
    data = {"parent": bureau.pk, "kind": "enterprise", "name": "新", "address": "工业园区一号"}

    response = desk.post("/desk/orgs/new/", {**data, field: value})

    assert response.status_code == 422
    assert sentence in text(response) or field == "name"
    assert 'value="工业园区一号"' in text(response)
    assert not Unit.objects.filter(address="工业园区一号").exists()


def test_a_place_out_of_sight_cannot_be_posted(desk, outsider):
    data = {"parent": outsider.unit_id, "kind": "enterprise", "name": "新"}

    assert desk.post("/desk/orgs/new/", data).status_code == 422
    assert not Unit.objects.filter(name="新").exists()


def test_place_and_kind_cannot_be_smuggled_into_a_correction(desk, firm, township):
    desk.post(
        f"/desk/orgs/{firm.pk}/edit/",
        {"seen": 0, "name": "甲", "kind": "bureau", "parent": township.pk, "is_active": ""},
    )

    kept = Unit.objects.get(pk=firm.pk)
    assert (kept.name, kept.kind, kept.path, kept.is_active) == (
        "甲",
        "enterprise",
        "/1/2/3/",
        True,
    )


def test_a_correction_of_an_old_page_answers_409_and_keeps_what_was_typed(desk, officer, firm):
    units.correct(firm, actor=officer, seen=0, name="甲")

    response = desk.post(f"/desk/orgs/{firm.pk}/edit/", {"seen": 0, "name": "乙"})

    assert response.status_code == 409
    assert 'value="乙"' in text(response)
    assert Unit.objects.get(pk=firm.pk).name == "甲"


def test_a_unit_is_moved_struck_off_and_taken_back_on_pages(desk, firm, township):
    page = f"/desk/orgs/{firm.pk}/"

    desk.post(f"{page}move/", {"seen": 0, "parent": township.pk})
    assert Unit.objects.get(pk=firm.pk).parent == township
    desk.post(f"{page}deactivate/", {"seen": 1})
    assert "已停用" in text(desk.get(page))
    desk.post(f"{page}reactivate/", {"seen": 2})
    assert Unit.objects.get(pk=firm.pk).is_active


def test_a_place_in_the_own_branch_is_not_offered(desk, firm, workshop, township):
    offered = desk.get(f"/desk/orgs/{firm.pk}/move/").context["form"].fields["parent"].queryset

    assert list(offered) == [township]


def test_the_letter_shows_its_code_once_with_a_qr_code(desk, firm):
    response = desk.post(f"/people/invite/{firm.pk}/", {"role": "firm_safety"})

    page = text(response)
    code = re.search(r'class="code">([2-9A-Y-]{14})<', page)[1]
    assert response["Cache-Control"] == "no-store"
    assert 'src="data:image/svg+xml' in page
    assert "style=" not in page
    assert invitations.look_up(code, caller="c").unit == firm
    assert code not in text(desk.get(f"/desk/orgs/{firm.pk}/"))


def test_letters_are_printed_for_every_firm_without_an_account(
    desk, firm, other_firm, township, worker, bureau
):
    UnitFactory(name="旧厂", path="/1/2/8/", parent=bureau, is_active=False)
    UnitFactory(name="第三家", path="/1/2/10/", parent=bureau)
    assert "有 <b>2</b> 家企业" in text(desk.get("/desk/orgs/letters/"))

    response = desk.post("/desk/orgs/letters/", {"role": "firm_head"})

    assert text(response).count('class="letter invitation"') == 2
    assert {one.unit.name for one in Invitation.objects.all()} == {other_firm.name, "第三家"}


def test_letters_follow_the_filter_of_the_register(desk, firm, other_firm):
    desk.post("/desk/orgs/letters/?q=白杨", {"role": "firm_safety"})

    assert [one.unit for one in Invitation.objects.all()] == [other_firm]


def test_an_invited_person_opens_the_account_and_is_signed_in(client, officer, firm):
    letter = invitations.invite(actor=officer, unit=firm, role="firm_safety")

    first = client.post("/invite/", {"code": letter.grouped})
    assert firm.name in text(first)
    assert "安全管理人员" in text(first)
    response = client.post(
        "/invite/",
        {
            "code": letter.grouped,
            "name": "钱进",
            "phone": "13900000000",
            "username": "13900000000",
            "new_password": PASSWORD,
            "repeat": PASSWORD,
        },
    )

    person = User.objects.get(username="13900000000")
    assert response.status_code == 302
    assert client.session[SESSION_KEY] == str(person.pk)
    assert "anyue-device" in response.cookies


def test_a_wrong_code_is_said_and_tells_nothing(client, firm):
    response = client.post("/invite/", {"code": "ACDE-FGHJ-KLMN"})

    assert response.status_code == 422
    assert "没有找到这个邀请码" in text(response)
    assert firm.name not in text(response)


def test_wrong_details_keep_the_letter_and_what_was_typed(client, officer, firm):
    letter = invitations.invite(actor=officer, unit=firm, role="firm_safety")

    response = client.post(
        "/invite/",
        {"code": letter.code, "name": "钱进", "phone": "1", "username": "officer"}
        | {"new_password": PASSWORD, "repeat": PASSWORD},
    )

    assert response.status_code == 422
    assert "电话号码不对" in text(response)
    assert 'value="钱进"' in text(response)
    assert Invitation.objects.get().used_at is None


def test_a_password_like_the_name_just_typed_is_refused(client, officer, firm):
    letter = invitations.invite(actor=officer, unit=firm, role="firm_safety")

    response = client.post(
        "/invite/",
        {"code": letter.code, "name": "钱进", "phone": "13900000000", "username": "qianjin-qing"}
        | {"new_password": "qianjin-qing", "repeat": "qianjin-qing"},
    )

    assert response.status_code == 422
    assert not User.objects.filter(username="qianjin-qing").exists()


def test_a_person_with_a_reset_letter_only_chooses_a_password(client, officer, worker):
    letter = invitations.invite_person(worker, actor=officer)
    first = text(client.post("/invite/", {"code": letter.code}))
    assert worker.username in first
    assert 'name="phone"' not in first

    client.post("/invite/", {"code": letter.code, "new_password": PASSWORD, "repeat": PASSWORD})

    assert User.objects.get(pk=worker.pk).check_password(PASSWORD)
    assert client.session[SESSION_KEY] == str(worker.pk)


def test_a_code_in_the_address_is_not_looked_at(client, officer, firm):
    letter = invitations.invite(actor=officer, unit=firm, role="firm_safety")

    assert letter.code not in text(client.get("/invite/", {"code": letter.code}))


def test_a_person_is_entered_and_the_letter_opens(desk, firm):
    response = desk.post(
        f"/people/new/{firm.pk}/",
        {"name": "钱进", "phone": "13900000000", "username": "qianjin", "roles": ["firm_head"]},
    )

    assert "重新设置密码" in text(response) or "设置" in text(response)
    assert User.objects.get(username="qianjin").role_codes == {"firm_head"}
    assert Invitation.objects.get().person.username == "qianjin"


def test_a_role_beyond_the_keeper_cannot_be_posted(desk, bureau):
    response = desk.post(
        f"/people/new/{bureau.pk}/",
        {"name": "钱进", "phone": "13900000000", "username": "qianjin", "roles": ["sys_admin"]},
    )

    assert response.status_code == 422
    assert not User.objects.filter(username="qianjin").exists()


def test_roles_are_changed_on_the_page(desk, worker):
    desk.post(f"/people/{worker.pk}/roles/", {"roles": ["firm_head"], "seen": "firm_safety"})

    assert User.objects.get(pk=worker.pk).role_codes == {"firm_head"}


def test_roles_that_are_not_the_keepers_to_change_stay(client, bureau, reviewer):
    guard = UserFactory(unit=bureau, roles=["sec_admin"])
    client.force_login(guard)
    page = text(client.get(f"/people/{reviewer.pk}/roles/"))
    assert "会保留：监管员" in page

    client.post(f"/people/{reviewer.pk}/roles/", {"roles": ["expert"], "seen": "inspector"})

    assert User.objects.get(pk=reviewer.pk).role_codes == {"inspector", "expert"}


def test_roles_of_an_old_page_answer_409(desk, officer, worker):
    people.set_roles(worker, actor=officer, seen=["firm_safety"], roles=["team_leader"])

    response = desk.post(
        f"/people/{worker.pk}/roles/", {"roles": ["firm_head"], "seen": "firm_safety"}
    )

    assert response.status_code == 409
    assert User.objects.get(pk=worker.pk).role_codes == {"team_leader"}


def test_contact_facts_are_corrected_on_the_page(desk, worker):
    desk.post(f"/people/{worker.pk}/edit/", {"name": "李明", "phone": "0943-5521234", "post": ""})

    kept = User.objects.get(pk=worker.pk)
    assert (kept.name, kept.phone) == ("李明", "0943-5521234")


def test_an_account_is_closed_after_a_question(desk, worker):
    page = f"/people/{worker.pk}/deactivate/"
    assert "停用李敏的账号" in text(desk.get(page))
    assert User.objects.get(pk=worker.pk).is_active

    desk.post(page)

    assert not User.objects.get(pk=worker.pk).is_active
    assert "恢复账号" in text(desk.get(f"/people/{worker.pk}/"))


def test_a_letter_is_withdrawn_on_the_page(desk, officer, firm):
    letter = invitations.invite(actor=officer, unit=firm, role="firm_safety")

    response = desk.post(f"/people/invitations/{letter.invitation.pk}/withdraw/")

    assert response.url == f"/desk/orgs/{firm.pk}/"
    assert Invitation.objects.get().withdrawn_at


def test_a_firm_keeps_its_people_on_its_own_page(at_firm, firm, workshop, worker, rival):
    page = text(at_firm.get("/e/people/"))

    assert worker.username in page
    assert workshop.name in page
    assert "rival" not in page


def test_an_office_is_sent_from_the_firms_page_to_its_own_unit(desk, bureau):
    assert desk.get("/e/people/").url == f"/desk/orgs/{bureau.pk}/"


def test_who_only_reads_the_ledger_sees_no_accounts_of_a_unit(client, reviewer, firm, worker):
    client.force_login(reviewer)

    page = text(client.get(f"/desk/orgs/{firm.pk}/"))

    assert firm.name in page
    assert worker.name not in page
    assert "发邀请信" not in page
    assert "修改登记" not in page


def test_sectors_are_data(db):
    assert str(Sector(code="blast", name="民用爆炸物品")) == "民用爆炸物品"
