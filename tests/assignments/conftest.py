"""More people: a look-on at the bureau, a team leader, the county above."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def cast(officer, reviewer, worker, rival, outsider, bureau, county, firm):
    return {
        "officer": officer,
        "reviewer": reviewer,
        "worker": worker,
        "rival": rival,
        "outsider": outsider,
        "supervising": UserFactory(username="du", name="杜督", unit=bureau, roles=["supervisor"]),
        "watcher": UserFactory(username="ban", name="班长", unit=firm, roles=["team_leader"]),
        "county_chief": UserFactory(
            username="chief", name="县长", unit=county, roles=["safety_chief"]
        ),
    }
