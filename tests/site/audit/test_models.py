import pytest
from django.db import IntegrityError, connection, transaction

from decentwork_site.audit.models import Event, What
from decentwork_site.audit.writes import record
from decentwork_site.lasting import RowsStay


@pytest.fixture
def event(member) -> Event:
    ada = member("ada")
    return record(What.ROLE_GIVEN, by=ada, target=ada, facts={"role": "statistician"})


@pytest.mark.parametrize(
    "act",
    [
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: Event.objects.update(what="signed_in"),
        lambda event: Event.objects.all().delete(),
        lambda event: Event.objects.filter(pk=event.pk).bulk_update([event], ["what"]),
    ],
)
def test_a_recorded_event_is_neither_changed_nor_deleted(event, act):
    event.what = "signed_in"
    with pytest.raises(RowsStay), transaction.atomic():
        act(event)
    assert Event.objects.get().what == "role_given"


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET what = 'signed_in'", "DELETE FROM audit_event"]
)
def test_the_database_refuses_too(event, statement):
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.get().what == "role_given"


def test_what_gets_past_the_class_meets_the_database(event):
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.all()._raw_delete("default")
