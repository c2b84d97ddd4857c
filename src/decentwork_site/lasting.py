"""Rows that are added and never changed or deleted: refused by the class and by the database."""

from typing import Any, NoReturn, Self

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

REFUSAL = "this row is never changed or deleted"


class RowsStay(TypeError):
    """Somebody tried to change or delete what lasts."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"A stored {kind} is never changed or deleted. Add another one.")


class LastingRows(models.QuerySet[Any]):
    """Rows can be added and read."""

    def update(self, **_fields: Any) -> NoReturn:  # noqa: ANN401 - Django's signature
        """Refuse."""
        raise RowsStay(self.model._meta.model_name)

    def delete(self) -> NoReturn:
        """Refuse."""
        raise RowsStay(self.model._meta.model_name)


class Lasting(models.Model):
    """A row that is added and never changed; its table needs `RowsLast` in a migration too."""

    objects: models.Manager[Self] = LastingRows.as_manager()

    class Meta:
        """Each kind has a table of its own."""

        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        """Add the row; refuse to change it."""
        if not self._state.adding:
            raise RowsStay(self._meta.model_name or "")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:  # noqa: ANN401 - Django's signature
        """Refuse."""
        raise RowsStay(self._meta.model_name or "")


class RowsLast(Operation):
    """In a migration: triggers by which the database itself refuses."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: Any) -> None:  # noqa: ANN401 - Django's own
        """Change nothing that models know of."""

    def database_forwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, *_states: object
    ) -> None:
        """Add the triggers."""
        for statement in self._statements(editor.connection.vendor)[0]:
            editor.execute(statement)

    def database_backwards(
        self, app_label: str, editor: BaseDatabaseSchemaEditor, *_states: object
    ) -> None:
        """Remove them."""
        for statement in self._statements(editor.connection.vendor)[1]:
            editor.execute(statement)

    def describe(self) -> str:
        """Return what it does."""
        return f"Rows of {self.table} last"

    def _statements(self, vendor: str) -> tuple[list[str], list[str]]:
        """Return what adds and what removes the triggers; names are our own, not a user's."""
        name, table = f"{self.table}_lasts", self.table
        if vendor == "postgresql":
            add = [
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; "
                "END $$",
                f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION {name}()",
            ]
            return add, [f"DROP TRIGGER {name} ON {table}", f"DROP FUNCTION {name}()"]
        verbs = ("update", "delete")
        add = [
            f"CREATE TRIGGER {name}_{verb} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            for verb in verbs
        ]
        return add, [f"DROP TRIGGER {name}_{verb}" for verb in verbs]
