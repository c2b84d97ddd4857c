import logging.config
import os

import pytest
from django.db import connection

from decentwork.estimates.errors import DataFolderError
from decentwork_site.settings import database, secret_key


def test_the_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    key = secret_key(tmp_path / "data")
    assert len(key) > 50
    assert secret_key(tmp_path / "data") == key
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "data").write_text("a file, not a folder")
    with pytest.raises(DataFolderError, match="set DECENTWORK_DATA to another folder"):
        secret_key(tmp_path / "data")


def test_without_an_address_the_database_is_a_file_of_the_data_folder(tmp_path):
    made = database(None, tmp_path)
    assert made["NAME"] == tmp_path / "decentwork.sqlite3"
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_an_address_of_postgresql_is_taken_apart(tmp_path):
    made = database("postgresql://ada:word@db.example:5433/work?sslmode=require", tmp_path)
    assert made == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "work",
        "USER": "ada",
        "PASSWORD": "word",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_the_database_in_use_is_the_one_asked_for():
    asked = "postgresql" if os.environ.get("DATABASE_URL") else "sqlite"
    assert connection.vendor == asked


def test_what_breaks_is_told_in_the_window_of_the_server(settings, capfd, client, monkeypatch):
    client.raise_request_exception = False
    logging.config.dictConfig(settings.LOGGING)
    monkeypatch.setattr("decentwork_site.chains.calculations.catalogue_entries", lambda: 1 / 0)
    assert client.get("/data/").status_code == 500
    assert "ZeroDivisionError" in capfd.readouterr().err
