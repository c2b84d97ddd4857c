import pytest
from django.db import connection

from decentwork_site.counting import count_anew
from decentwork_site.members.models import Organisation

COUNTED = {
    "sqlite": "SELECT CAST(stat AS INTEGER) FROM sqlite_stat1 WHERE tbl = %s",
    "postgresql": "SELECT reltuples FROM pg_class WHERE relname = %s",
}


@pytest.mark.django_db
def test_a_database_knows_how_many_rows_came():
    kind = Organisation.Kind.ENTERPRISE
    Organisation.objects.bulk_create(
        Organisation(name=f"Aster {number} (invented)", kind=kind) for number in range(700)
    )
    count_anew(Organisation)
    with connection.cursor() as cursor:
        cursor.execute(COUNTED[connection.vendor], [Organisation._meta.db_table])
        assert int(cursor.fetchone()[0]) == 700
