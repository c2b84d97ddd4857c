"""Files that a study hands out: who may have them, what is in them, what is kept of it."""

import pytest

from decentwork_site.audit.models import Event
from decentwork_site.jobs.models import Job
from decentwork_site.studies import calculations

SUBMISSIONS = "/studies/circuits/submissions.json"
PAPERS = ("plan.docx", "plan.pdf", "report.docx")


@pytest.fixture
def collected(drawn):
    """The study with an import on file, so that there is something to hand out."""
    calculations.folder("circuits").root.joinpath("submissions/x.json").write_text("{}")
    return drawn


@pytest.fixture
def papers(study):
    """The papers of a study, written."""
    results = calculations.folder("circuits").results
    for name in ("plan-en.docx", "plan-en.pdf", "report-en.docx"):
        results.joinpath(name).write_bytes(name.encode())


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_are_for_who_works_on_the_study(visit, papers, ada, member, paper):
    address = f"/studies/circuits/{paper}"
    content = visit(ada).get(address)
    assert content.content == paper.replace(".", "-en.").encode()
    assert f"circuits-{paper}" in content["Content-Disposition"]
    assert visit().get(address)["Location"].startswith("/sign-in/")
    others = {
        "bo": member("bo", "enumerator"),
        "cy": member("cy", "representative", kind="workers"),
        "di": member("di", "administrator"),
        "el": member("el", "statistician:coffee"),
    }
    assert {visit(other).get(address).status_code for other in others.values()} == {403}


@pytest.mark.parametrize("paper", ["plan.docx", "plan.exe", "report.pdf"])
def test_a_paper_that_was_not_written_is_not_there(visit, study, ada, paper):
    assert visit(ada).get(f"/studies/circuits/{paper}").status_code == 404


def test_the_plan_is_written_by_a_worker_in_the_readers_language(visit, study, ada, monkeypatch):
    from decentwork_site import working

    written = []
    monkeypatch.setattr(calculations, "write_plan", lambda *asked: written.append(asked))
    monkeypatch.setattr(working, "_show_life", lambda job, over: None)  # another connection
    answer = visit(ada).post("/fr/studies/circuits/plan/", {"act": "paper"})
    assert answer["Location"] == f"/fr/jobs/{Job.objects.get().pk}/"
    working.work_once()
    assert written == [("circuits", "fr")]
    assert Job.objects.get().state == "done"


def test_the_page_of_the_plan_offers_the_papers_that_are_there(visit, papers, ada):
    page = visit(ada).get("/studies/circuits/plan/").content.decode()
    assert 'href="/studies/circuits/plan.docx"' in page
    assert 'href="/studies/circuits/plan.pdf"' in page


def test_submissions_are_handed_to_who_works_on_the_study_and_it_is_recorded(visit, drawn, ada):
    answer = visit(ada).post(SUBMISSIONS)
    assert '"decentwork submissions 1"' in answer.content.decode()
    assert "circuits-submissions.json" in answer["Content-Disposition"]
    event = Event.objects.first()
    assert (event.what, event.by, event.facts) == ("submissions_exported", ada, {"format": "json"})


@pytest.mark.parametrize(("kind", "begins"), [("xlsx", b"PK"), ("zip", b"PK"), ("json", b"{")])
def test_submissions_come_in_three_layouts(visit, drawn, ada, kind, begins):
    answer = visit(ada).post(f"/studies/circuits/submissions.{kind}")
    assert answer.content.startswith(begins)


@pytest.mark.parametrize(
    ("role", "kind"),
    [("enumerator", "office"), ("representative", "workers"), ("administrator", "office")],
)
def test_submissions_are_handed_to_nobody_else(visit, drawn, member, role, kind):
    assert visit(member("bo", role, kind=kind)).post(SUBMISSIONS).status_code == 403
    assert visit().post(SUBMISSIONS)["Location"].startswith("/sign-in/")
    assert not Event.objects.filter(what="submissions_exported").exists()


def test_a_link_alone_hands_out_no_submissions(visit, drawn, ada):
    assert visit(ada).get(SUBMISSIONS).status_code == 405
    assert visit(ada).post("/studies/circuits/submissions.exe").status_code == 404


def test_submissions_are_offered_once_there_are_some(visit, collected, ada):
    page = visit(ada).get("/studies/circuits/submissions/").content.decode()
    assert page.count('action="/studies/circuits/submissions.') == 3
