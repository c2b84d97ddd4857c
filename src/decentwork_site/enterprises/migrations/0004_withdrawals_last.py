"""The database itself refuses to change or delete the withdrawal of an alias."""

from django.db import migrations

from decentwork_site.lasting import RowsLast


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0003_pairs_at_hand")]

    operations = [RowsLast("enterprises_aliaswithdrawal")]
