"""The sample county: something of every state, made once, and only in demo mode."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils.timezone import localdate

from anyue.assignments.models import Assignment, Report
from anyue.assignments.rules import Status
from anyue.campaigns.models import PlanVersion
from anyue.comparisons.models import PlanComparison
from anyue.comparisons.rules import Outcome
from anyue.comparisons.settling import rows_of
from anyue.evidence.models import Evidence
from anyue.organisations.models import Unit, User
from anyue.organisations.rules import validate_credit_code
from anyue.reading.comparison import Comparison
from anyue.samples import pictures
from anyue.samples.county import SIGN_INS, load


def everything():
    """What a second load would change."""
    models = (Unit, User, Assignment, Report, Evidence, PlanVersion)
    return [sorted(model.objects.values_list("pk", flat=True)) for model in models]


@pytest.mark.django_db
def test_every_page_has_something_to_look_at():
    assert load()

    firms = Unit.objects.filter(kind="enterprise")
    assert firms.count() == 12
    assert len({sector for firm in firms for sector in firm.sectors.values_list("code")}) == 3
    for firm in firms:
        validate_credit_code(firm.credit_code)
    statuses = set(Assignment.objects.values_list("status", flat=True))
    assert statuses >= {Status.ASSIGNED, Status.REPORTED, Status.RETURNED, Status.CLOSED}
    assert Assignment.objects.overdue(localdate()).exists()
    assert Assignment.objects.due_soon(localdate()).exists()
    assert Report.objects.drafts().exists()
    assert Evidence.objects.count() > 10
    [version] = PlanVersion.objects.all()
    assert len(version.content["activities"]) == 10
    comparison = PlanComparison.objects.get()
    rows = rows_of(Comparison.from_dict(comparison.result), comparison.rulings.all())
    assert {row.outcome for row in rows} >= set(Outcome) - {Outcome.PLANNED, Outcome.WAIVED}
    assert set(User.objects.values_list("is_demo", flat=True)) == {True}
    assert User.objects.filter(username__in=[name for _, name in SIGN_INS]).count() == 5

    before = everything()
    assert not load()
    assert everything() == before


@pytest.mark.django_db
def test_the_sample_is_refused_outside_demo_mode(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="演示模式"):
        call_command("load_sample")

    assert not Unit.objects.exists()


@pytest.mark.parametrize("scene", sorted(pictures.SCENES))
def test_a_scene_is_drawn_the_same_each_time_and_differs_by_seed(scene):
    first = pictures.photo(scene, 1)

    assert first[:3] == b"\xff\xd8\xff"
    assert pictures.photo(scene, 1) == first
    assert pictures.photo(scene, 2) != first
