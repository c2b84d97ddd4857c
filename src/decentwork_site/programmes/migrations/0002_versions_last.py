"""The database itself refuses to change or delete a version of a record."""

from django.db import migrations

from decentwork_site.lasting import RowsLast


class Migration(migrations.Migration):
    dependencies = [("programmes", "0001_programmes")]

    operations = [RowsLast("programmes_version")]
