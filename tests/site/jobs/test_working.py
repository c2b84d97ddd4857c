import pytest

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork_site import working
from decentwork_site.jobs import writes
from decentwork_site.jobs.models import Job


def add(arguments, tell):
    tell(1, 2, "Adding")
    return {"sum": sum(arguments["numbers"])}


def refuse(arguments, tell):
    raise InvalidInput("study.toml", [Problem("row 3", "no tier", "Write one."), Problem("x", "y")])


def break_down(arguments, tell):
    raise ValueError("Asha said that she earns 80")


def stop_itself(arguments, tell):
    writes.stop(job=Job.objects.get(), now=Job.objects.get().created_at)
    tell(1, 2, "Adding")
    raise AssertionError("a stopped job goes on")


@pytest.fixture
def do(db, settings, monkeypatch):
    monkeypatch.setattr(working, "_show_life", lambda job, over: None)  # another connection

    def done(work) -> Job:
        settings.JOBS = {"test": f"{__name__}.{work.__name__}"}
        monkeypatch.setattr(working, "import_string", lambda _: work)
        writes.ask(kind="test", arguments={"numbers": [1, 2]}, title="Test", by=None)
        assert working.work_once()
        return Job.objects.get()

    return done


def test_a_result_is_kept(do):
    job = do(add)
    assert (job.state, job.result, job.done, job.total) == ("done", {"sum": 3}, 1, 2)


def test_all_that_is_wrong_with_an_input_is_kept(do):
    job = do(refuse)
    assert job.state == "failed"
    assert [problem["where"] for problem in job.problems] == ["row 3", "x"]


def test_what_broke_is_told_in_the_window_and_not_on_the_page(do, settings, capfd):
    import logging.config

    logging.config.dictConfig(settings.LOGGING)
    job = do(break_down)
    assert job.state == "failed"
    assert "Asha" not in str(job.problems)
    assert "ValueError" in capfd.readouterr().err


def test_a_stopped_job_ends_at_its_next_word(do):
    assert do(stop_itself).state == "stopped"


def test_without_work_there_is_nothing_to_do(db):
    assert not working.work_once()
