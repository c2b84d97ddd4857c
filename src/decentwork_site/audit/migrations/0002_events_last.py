"""The database itself refuses to change or delete a recorded event."""

from django.db import migrations

from decentwork_site.lasting import RowsLast


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_events")]

    operations = [RowsLast("audit_event")]
