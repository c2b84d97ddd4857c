"""Thirty officers save at the same moment: real connections to a database of their own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from tests.site.programmes.made import HEADER, RECORDS

SAVE = """
import django; django.setup()
import json, os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from django.core.management import call_command
from django.db import connection
from decentwork_site.members.models import Member, Role
from decentwork_site.programmes import writes
from decentwork_site.programmes.models import Record, Version

HEADER, RECORDS = json.loads(os.environ["ENTERED"])
call_command("migrate", verbosity=0)
officers = [
    Member.objects.create(name=f"officer{n}", display_name=f"Officer {n}") for n in range(30)
]
Role.objects.bulk_create([Role(member=it, kind="officer") for it in officers])
programme = writes.import_programme(header=HEADER, held=RECORDS, by=officers[0])
course = Record.objects.get(key="course")
start = Barrier(len(officers))


def save(officer):
    start.wait()
    try:
        own = {"id": officer.name, "title": {"en": officer.name}}
        writes.create_record(programme=programme, section="documents", content=own, by=officer)
        shared, told = Record.objects.get(pk=course.pk), 0
        while True:
            added = shared.content.get("answers", []) + [officer.name]
            try:
                writes.save_record(
                    record=shared, content=shared.content | {"answers": added},
                    version=shared.version, by=officer,
                )
                return told
            except writes.ChangedMeanwhile as other:
                shared, told = other.present, told + 1
    finally:
        connection.close()


with ThreadPoolExecutor(len(officers)) as pool:
    told = list(pool.map(save, officers))
print(json.dumps({
    "documents": Record.objects.filter(section="documents").count(),
    "answers": Record.objects.get(key="course").content["answers"],
    "versions": Version.objects.filter(record=course).count(),
    "told": sum(told),
}))
"""


@pytest.fixture
def environment(tmp_path) -> Iterator[dict[str, str]]:
    """What a process of a site of its own needs: its folder, its database."""
    folder = tmp_path / "officers"
    folder.mkdir()
    made = os.environ | {"DECENTWORK_DATA": str(folder), "ENTERED": json.dumps([HEADER, RECORDS])}
    address = os.environ.get("DATABASE_URL")
    if not address:
        yield made
        return
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("CREATE DATABASE officers")
        yield made | {"DATABASE_URL": address.replace("/postgres?", "/officers?")}
        server.execute("DROP DATABASE officers WITH (FORCE)")


def test_thirty_officers_who_save_at_once_lose_nothing(environment):
    command = [sys.executable, "-c", SAVE]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["documents"] == 30
    assert sorted(found["answers"]) == sorted(f"officer{n}" for n in range(30))
    assert found["versions"] == 31
