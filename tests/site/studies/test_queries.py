import pytest

from decentwork_site.studies import queries
from decentwork_site.studies.models import Study

ACTS = ("work", "visit", "speak", "release", "see")


def acts(member, study) -> set[str]:
    return {act for act in ACTS if member.has_perm(f"studies.{act}", study)}


@pytest.mark.parametrize(
    ("role", "kind", "may"),
    [
        ("statistician", "office", {"work", "see", "release"}),
        ("statistician", "government", {"work", "see"}),
        ("enumerator", "office", {"visit", "see"}),
        ("representative", "workers", {"speak", "see"}),
        ("representative", "office", set()),
        ("administrator", "office", set()),
    ],
)
def test_each_role_may_do_its_own_and_no_more(study, member, role, kind, may):
    assert acts(member("bo", role, kind=kind), study) == may


def test_a_role_in_one_study_gives_nothing_in_another(study, member):
    assert acts(member("bo", "statistician:coffee"), study) == set()
    assert acts(member("cy", "enumerator:circuits"), study) == {"visit", "see"}


def test_a_visitor_without_account_may_do_nothing(study):
    from django.contrib.auth.models import AnonymousUser

    assert acts(AnonymousUser(), study) == set()


def test_only_statisticians_of_an_office_make_studies(member):
    assert member("ada", "statistician").has_perm("studies.create")
    assert not member("bo", "statistician", kind="government").has_perm("studies.create")
    assert not member("cy", "statistician:coffee").has_perm("studies.create")
    assert not member("di", "administrator").has_perm("studies.create")


def test_a_list_holds_ones_own_studies_and_what_was_released(study, member):
    Study.objects.create(slug="coffee", office=study.office)
    slugs = [each.slug for each in queries.studies_of(member("bo", "enumerator:coffee"))]
    assert slugs == ["coffee"]
    assert not queries.studies_of(member("cy")).exists()


def test_what_was_released_is_in_everybodys_list(released, member):
    assert [each.slug for each in queries.studies_of(member("cy"))] == ["circuits"]


def test_a_study_goes_from_plan_to_release(study, ada, drawn, released):
    from decentwork_site.studies.models import Release

    def at(**facts: object) -> str:
        plain = {"has_frame": False, "issued": 0, "imports": 0, "round": 1}
        return queries.stage(study, plain | facts)

    assert at() == "released"
    assert at(round=2) == "planned"
    assert at(round=2, has_frame=True) == "listed"
    assert at(round=2, has_frame=True, issued=66) == "drawn"
    assert at(round=2, has_frame=True, issued=66, imports=1) == "collected"
    assert Release.objects.count() == 1


def test_nothing_comes_next_once_a_round_is_released(study, ada, released, member):
    summary = {"has_frame": True, "issued": 66, "imports": 1, "round": 1}
    assert not any(step["is_next"] for step in queries.steps(ada, study, summary))
    next_round = summary | {"round": 2}
    due = [step["id"] for step in queries.steps(ada, study, next_round) if step["is_next"]]
    assert due == ["estimates"]
    bo = member("bo", "enumerator:circuits")
    due = [step["id"] for step in queries.steps(bo, study, next_round) if step["is_next"]]
    assert due == ["visits"]
