"""An invented programme in Avonia, entered by a programme officer."""

import pytest
from tests.site.programmes.made import HEADER, RECORDS

from decentwork.sources.data_folder import DataFolder


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = DataFolder(tmp_path / "data")
    settings.DATA.root.mkdir()


@pytest.fixture
def ada(member):
    """A programme officer, in all programmes."""
    return member("ada", "officer")


@pytest.fixture
def bo(member):
    """Another officer, who approves too."""
    return member("bo", "officer", "approver")


@pytest.fixture
def cy(member):
    """Reports for the training department."""
    return member("cy", "reporter:avonia", kind="government")


@pytest.fixture
def programme(ada, member):
    from decentwork_site.members.models import Organisation
    from decentwork_site.programmes import writes

    made = writes.import_programme(header=HEADER, held=RECORDS, by=ada)
    ministry, _ = Organisation.objects.get_or_create(name="The government", kind="government")
    writes.name_department(programme=made, organisation=ministry, key="training_unit", by=ada)
    return made


@pytest.fixture
def course(programme):
    return programme.records.get(key="course")


@pytest.fixture
def written(programme, cy):
    """An update of the reporter, not submitted yet: 60 of 100 inspectors."""
    from decentwork_site.programmes import writes

    content = {"starts": "2026-01-01", "ends": "2026-12-31", "value": 60.0}
    return writes.write_update(programme=programme, indicator="inspectors", content=content, by=cy)


@pytest.fixture
def work():
    """Do the long work that waits, and return the last job: `work()`."""
    from decentwork_site.jobs.models import Job
    from decentwork_site.working import work_once

    def done() -> Job:
        while work_once():
            pass
        return Job.objects.first()

    return done


@pytest.fixture
def downloaded(visit, work):
    """Have a programme written as a file, and return what one downloads."""

    def content(who, kind: str) -> bytes:
        browser = visit(who)
        browser.post("/programmes/avonia/files/", {"kind": kind})
        assert work().state == "done"
        answer = browser.get(f"/programmes/avonia/programme.{kind}")
        assert answer.status_code == 200
        return answer.content

    return content
