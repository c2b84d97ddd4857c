"""What a database knows of how much it holds, told after many rows came at once."""

from django.db import connection
from django.db.models import Model


def count_anew(*kinds: type[Model]) -> None:
    """Have the rows of some kinds counted now.

    Until a database counts by itself, PostgreSQL a minute later, SQLite never, it plans queries for
    tables as they were, and takes seconds or minutes over what takes none.
    """
    with connection.cursor() as cursor:
        for kind in kinds:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(kind._meta.db_table)}")
