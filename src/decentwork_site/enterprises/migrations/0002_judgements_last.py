"""The database itself refuses to change or delete a judgement, an alias or an owner's entry."""

from django.db import migrations

from decentwork_site.lasting import RowsLast


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_enterprises")]

    operations = [
        RowsLast("enterprises_judgement"),
        RowsLast("enterprises_alias"),
        RowsLast("enterprises_ownentry"),
    ]
