import pytest
from django import forms

from anyue.campaigns.forms.activities import ActivityForm
from anyue.campaigns.forms.importing import ImportForm
from anyue.campaigns.forms.inputs import QuantitiesField, WordsField
from tests.factories import ActivityFactory


def test_names_are_split_at_every_usual_sign():
    assert WordsField().clean("企业、局机关，各股室\n\n企业") == ["企业", "局机关", "各股室"]


def test_a_list_of_names_has_an_end():
    with pytest.raises(forms.ValidationError, match="最多写 40 个"):
        WordsField().clean("、".join(str(n) for n in range(41)))


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("一张逃生路线图（企业）", {"n": "一张", "of": "逃生路线图", "per": "enterprise"}),
        ("一次应急演练", {"n": "一次", "of": "应急演练", "per": "enterprise"}),
        ("2场讲座(公众)", {"n": "2场", "of": "讲座", "per": "public"}),
    ],
)
def test_quantities_are_typed_as_they_are_said(line, read):
    assert QuantitiesField().clean(line) == [read]


@pytest.mark.parametrize("line", ["逃生路线图", "一张逃生路线图（省厅）"])
def test_a_quantity_that_says_nothing_is_refused_with_the_line(line):
    with pytest.raises(forms.ValidationError, match=line[:5]):
        QuantitiesField().clean(line)


def test_the_form_opens_with_the_activity_and_gives_the_same_back(db):
    activity = ActivityFactory(
        kinds=["drill", "training"],
        audience=["enterprise"],
        who=["各企业"],
        quantities=[{"n": "一次", "of": "演练", "per": "enterprise"}],
        programmes=["三防"],
        evidence_wanted=["照片"],
    )
    shown = ActivityForm.showing(activity)
    sent = {name: shown[name].value() for name in shown.fields}

    form = ActivityForm({name: value for name, value in sent.items() if value is not None})

    assert form.is_valid(), form.errors
    assert {name: getattr(activity, name) for name in form.values} == form.values


def test_nothing_or_both_is_no_import():
    assert ImportForm({"text": " "}).errors["file"] == ["请选择通知文件，或者在下面粘贴正文。"]
