from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from decentwork_site.lasting import RowsStay
from decentwork_site.programmes.models import Programme, Record, Update, Version


def refused(model, **fields) -> bool:
    try:
        with transaction.atomic():
            model.objects.create(**fields)
    except IntegrityError:
        return True
    return False


YEAR = {"indicator": "inspectors", "starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}


def test_a_programme_is_known_by_its_name_and_what_is_published_by_its_file(programme):
    assert refused(Programme, slug="avonia", header={})
    assert refused(Programme, slug="", header={})
    assert refused(Programme, slug="avonia", header={}, is_published=True)
    assert not refused(Programme, slug="avonia", header={}, is_published=True, digest="1" * 64)


def test_an_id_is_one_records(programme):
    given = {"programme": programme, "section": "areas", "content": {}}
    assert refused(Record, **given, key="course")
    assert refused(Record, **given, key="")
    assert refused(Record, **given, key="new", version=0)


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "returned"},
        {"state": "agreed"},
        {"starts": date(2027, 1, 1)},
    ],
)
def test_an_update_has_a_state_and_a_period_and_a_return_a_reason(programme, fields):
    assert refused(Update, programme=programme, content={}, **YEAR | fields)


def test_a_value_counts_once_and_nobody_decides_on_their_own(programme, ada):
    given = {"programme": programme, "content": {}, **YEAR}
    assert refused(Update, **given, author=ada, decided_by=ada)
    assert not refused(Update, **given, state="approved")
    assert not refused(Update, **given, state="approved", part="sex=female")
    assert refused(Update, **given, state="approved")


def test_a_version_is_neither_changed_nor_deleted(programme):
    with pytest.raises(RowsStay):
        Version.objects.first().delete()
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("UPDATE programmes_version SET number = 9")
