"""The menu shows what a person may do; the start check finds demo accounts; the first person."""

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from anyue.organisations import checks, context
from anyue.organisations.models import Unit, User
from anyue.organisations.rules import UnitKind
from tests.factories import UserFactory


def labels(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return [entry["label"] for entry in context.menu(request)["menu"]]


def current(user, path):
    request = RequestFactory().get(path)
    request.user = user
    return [entry["label"] for entry in context.menu(request)["menu"] if entry["current"]]


def test_an_officer_sees_the_desk_and_at_most_seven_entries(officer):
    shown = labels(officer)

    assert shown == ["工作台", "方案", "任务台账", "审核", "企业", "设置", "我的账号"]
    assert len(shown) <= 7


def test_a_firm_sees_its_own_menu(worker):
    assert labels(worker) == ["首页", "人员", "我的账号"]


def test_entries_follow_the_capabilities(bureau, firm):
    assert labels(UserFactory(unit=bureau, roles=["tip_officer"])) == ["我的账号"]
    assert labels(UserFactory(unit=bureau, roles=["sys_admin"])) == ["企业", "设置", "我的账号"]
    assert labels(UserFactory(unit=firm, roles=["worker"])) == ["首页", "我的账号"]


def test_the_entry_of_the_open_page_is_marked_and_only_it(officer):
    assert current(officer, "/desk/orgs/7/edit/") == ["企业"]
    assert current(officer, "/account/password/") == ["我的账号"]


def test_a_page_without_a_menu_costs_no_query(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/invite/")


def check():
    return checks.demo_accounts_only_in_demo_mode(databases=["default"])


def test_demo_accounts_stop_real_operation(settings, worker):
    settings.DEMO = False
    assert check() == []

    User.objects.update(is_demo=True)

    assert [error.id for error in check()] == ["organisations.E001"]
    settings.DEMO = True
    assert check() == []


def test_the_check_is_silent_where_no_database_is_asked(settings, worker):
    settings.DEMO = False
    User.objects.update(is_demo=True)

    assert checks.demo_accounts_only_in_demo_mode() == []


@pytest.mark.django_db
def test_the_first_person_is_entered_together_with_their_office(capsys):
    call_command(
        "create_person", "wangli", "--name=王丽", "--unit=示例县工业和信息化局", "--role=sys_admin"
    )

    person = User.objects.get()
    printed = capsys.readouterr().out
    password = printed.split("首次密码 ")[1].split()[0]
    assert person.check_password(password)
    assert person.must_change_password
    assert person.role_codes == {"sys_admin"}
    assert (person.unit.kind, person.unit.path) == (UnitKind.BUREAU, f"/{person.unit.pk}/")


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--unit=没有这个局", "--role=inspector"], "有 0 个"),
        (["--unit=示例县工业和信息化局", "--role=sys_admin", "--role=audit_admin"], "不能由同一人"),
        (["--unit=青石化工有限公司", "--role=inspector"], "不能设在这类单位"),
    ],
)
def test_an_impossible_first_person_is_refused(officer, firm, more, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("create_person", "neu", "--name=新", *more)

    assert not User.objects.filter(username="neu").exists()


def test_a_taken_login_name_is_refused(officer):
    with pytest.raises(CommandError, match="已经有人用了"):
        call_command(
            "create_person", "officer", "--name=新", f"--unit={officer.unit}", "--role=inspector"
        )

    assert User.objects.count() == 1


@pytest.mark.django_db
def test_a_firm_is_no_top_of_a_tree():
    with pytest.raises(CommandError, match="必须有上级"):
        call_command(
            "create_person", "a", "--name=甲", "--unit=厂", "--kind=enterprise", "--role=firm_head"
        )

    assert not Unit.objects.exists()
