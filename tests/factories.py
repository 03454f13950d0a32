"""The smallest valid objects."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from anyue.assignments.models import Assignment
from anyue.campaigns.models import Activity, Campaign, Notice
from anyue.campaigns.rules import CampaignStatus, Judgement
from anyue.evidence.models import Evidence, StoredFile
from anyue.organisations.models import RoleGrant, Unit, User
from anyue.organisations.rules import UnitKind

PASSWORD = "correct-horse-battery"


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit

    name = factory.Sequence(lambda n: f"单位{n}")
    kind = UnitKind.ENTERPRISE
    path = factory.Sequence(lambda n: f"/900{n}/")


class UserFactory(DjangoModelFactory):
    """`roles=["firm_safety"]` gives roles."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    name = factory.Sequence(lambda n: f"张{n}")
    unit = factory.SubFactory(UnitFactory)

    @factory.post_generation
    def roles(self, create, extracted, **kwargs):
        for role in extracted or []:
            RoleGrant.objects.create(user=self, role=role)


class StoredFileFactory(DjangoModelFactory):
    """A row only; no bytes on disk."""

    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 10
    content_type = "text/plain"


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    unit = factory.SubFactory(UnitFactory, kind=UnitKind.BUREAU)
    original = factory.SubFactory(StoredFileFactory)
    original_name = "通知.txt"
    text = "关于开展活动的通知"
    reading = factory.LazyFunction(dict)
    imported_by = factory.SubFactory(UserFactory)


class CampaignFactory(DjangoModelFactory):
    class Meta:
        model = Campaign

    unit = factory.SubFactory(UnitFactory, kind=UnitKind.BUREAU)
    notice = factory.SubFactory(NoticeFactory, unit=factory.SelfAttribute("..unit"))
    name = "2026年安全生产月"
    title = "关于开展2026年安全生产月活动的通知"
    status = CampaignStatus.PUBLISHED
    period_start = date(2026, 6, 1)
    period_end = date(2026, 6, 30)


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    campaign = factory.SubFactory(CampaignFactory)
    position = factory.Sequence(lambda n: n)
    number = factory.Sequence(lambda n: f"{n}.")
    title = factory.Sequence(lambda n: f"活动{n}")
    kinds = factory.LazyFunction(lambda: ["training"])
    audience = factory.LazyFunction(lambda: ["enterprise"])
    judgement = Judgement.ACCEPTED
    due_date = date(2026, 6, 30)


class AssignmentFactory(DjangoModelFactory):
    """Without a campaign or an activity: work of the whole year."""

    class Meta:
        model = Assignment

    responsible_unit = factory.SubFactory(UnitFactory)
    issuing_unit = factory.SubFactory(UnitFactory, kind=UnitKind.BUREAU)
    issued_by = factory.SubFactory(UserFactory)
    kind = "training"
    title = factory.Sequence(lambda n: f"任务{n}")
    first_due_date = date(2026, 6, 30)
    due_date = date(2026, 6, 30)


class EvidenceFactory(DjangoModelFactory):
    class Meta:
        model = Evidence

    file = factory.SubFactory(StoredFileFactory, content_type="image/jpeg")
    unit = factory.SubFactory(UnitFactory)
    uploaded_by = factory.SubFactory(UserFactory)
    original_sha256 = factory.Sequence(lambda n: f"{n:064x}")
