from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from decentwork_site.lasting import RowsStay
from decentwork_site.studies.models import Comment, Release, Study, View


def refused(model, **fields) -> bool:
    try:
        with transaction.atomic():
            model.objects.create(**fields)
    except IntegrityError:
        return True
    return False


def test_a_short_name_is_one_studys(study):
    assert refused(Study, slug="circuits", office=study.office)
    assert refused(Study, slug="", office=study.office)


def test_what_came_of_a_view_has_who_said_so_and_when(study, ada):
    said = {"study": study, "on": "design", "organisation": ada.organisation, "by": ada}
    assert refused(View, **said, text="")
    assert refused(View, **said, text="More seeds", outcome="Done")
    assert refused(View, **said, text="More seeds", answered_by=ada)


@pytest.mark.parametrize(
    "fields", [{"version": 1}, {"version": 0}, {"version": 2, "decided_by": ""}]
)
def test_a_version_is_released_once_and_signed(released, fields):
    given = {"version": 1, "decided_by": "Director"} | fields
    assert refused(
        Release,
        study=released.study,
        round=1,
        decided_on=date(2027, 3, 2),
        file="x",
        digest="1" * 64,
        **given,
    )


def test_an_organisation_speaks_once_on_a_release(released, member):
    bo = member("bo", "representative", kind="workers")
    said = {"release": released, "organisation": bo.organisation, "by": bo, "language": "en"}
    assert refused(Comment, **said, kind="dissent", text="")
    assert refused(Comment, **said, kind="praise", text="Good")
    Comment.objects.create(**said, kind="dissent", text="The season was short")
    assert refused(Comment, **said, kind="comment", text="And more")


@pytest.mark.parametrize(
    "act",
    [
        lambda release: release.save(),
        lambda release: release.delete(),
        lambda release: Release.objects.update(digest="1" * 64),
        lambda release: Release.objects.all().delete(),
    ],
)
def test_a_release_is_neither_changed_nor_withdrawn(released, act):
    with pytest.raises(RowsStay):
        act(released)


@pytest.mark.parametrize("table", ["studies_release", "studies_comment"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET study_id = 1", "DELETE FROM {}"])
def test_the_database_refuses_too(released, member, table, statement):
    bo = member("bo", "representative", kind="workers")
    Comment.objects.create(
        release=released,
        organisation=bo.organisation,
        by=bo,
        language="en",
        kind="comment",
        text="Good",
    )
    statement = statement.replace("study_id", "by_id") if "comment" in table else statement
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement.format(table))
