"""The database itself refuses to change or delete a release, or a comment on one."""

from django.db import migrations

from decentwork_site.lasting import RowsLast


class Migration(migrations.Migration):
    dependencies = [("studies", "0001_studies")]

    operations = [RowsLast("studies_release"), RowsLast("studies_comment")]
