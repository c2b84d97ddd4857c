import pytest

from decentwork_site.jobs.models import Job
from decentwork_site.studies import calculations
from decentwork_site.studies.models import Comment, Study, View

SEEN = ("", "consultation/", "questionnaire/")
PARTS = ("release", "plan", "fieldwork", "submissions", "decisions", "estimates")


def text(answer) -> str:
    return answer.content.decode()


@pytest.mark.parametrize("part", [*SEEN, "visits/", *(f"{it}/" for it in PARTS)])
def test_nobody_sees_a_study_without_a_part_in_it(visit, drawn, member, part):
    address = f"/studies/circuits/{part}"
    assert visit().get(address)["Location"].startswith("/sign-in/")
    for name, role in (("a", "administrator"), ("b", "statistician:coffee"), ("c", "enumerator:x")):
        assert visit(member(name, role)).get(address).status_code == 403


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("role", "kind"), [("enumerator", "office"), ("representative", "workers")]
)
def test_answers_and_progress_are_for_who_works_on_the_study(
    visit, drawn, member, part, role, kind
):
    browser = visit(member("bo", role, kind=kind))
    assert browser.get(f"/studies/circuits/{part}/").status_code == 403
    assert browser.post(f"/studies/circuits/{part}/", {"act": "draw"}).status_code == 403


@pytest.mark.parametrize("part", [*SEEN, *(f"{it}/" for it in PARTS)])
@pytest.mark.parametrize("language", ["", "/fr", "/es"])
def test_every_page_says_that_the_study_is_invented(visit, drawn, ada, part, language):
    page = text(visit(ada).get(f"{language}/studies/circuits/{part}"))
    said = {"": "Invented:", "/fr": "Inventée", "/es": "Inventado"}[language]
    assert said in page
    assert page.count("<h1>") == 1


def test_a_study_that_is_not_there_is_said(visit, ada):
    assert visit(ada).get("/studies/none/").status_code == 404


def test_a_study_is_made_from_a_template_and_leads_to_its_plan(visit, ada):
    sent = {"template": "coffee", "place": "XAA", "slug": "beans", "period": "2027"}
    browser = visit(ada)
    assert browser.post("/studies/new/", sent)["Location"] == "/studies/beans/plan/"
    again = text(browser.post("/studies/new/", sent))
    assert "A study has this short name" in again
    assert 'value="beans"' in again
    assert Study.objects.count() == 1
    assert 'href="/studies/beans/"' in text(browser.get("/studies/"))


def planned(text: str, draws: int) -> dict:
    """What the library would tell; compiling its simulation takes too long here."""
    tier = {"tier": 1, "units": 60.2, "workers": 300.4}
    figure = {"tier": 1, "universe": "workers", "statistic": "share", "variable": "working_time"}
    numbers = {"true": 0.25, "interval_width": 0.12, "warnings": ["95 % is not reached."]}
    cost = {"currency": "USD", "mean": 196303.0, "high": 210000.0, "within_budget": 0.62}
    return {"draws": draws, "cost": cost, "tiers": [tier], "figures": [figure | numbers]}


def test_the_plan_asks_a_worker_and_shows_what_it_found(visit, study, ada, monkeypatch):
    from decentwork_site import working

    monkeypatch.setattr(calculations, "planned", planned)
    monkeypatch.setattr(working, "_show_life", lambda job, over: None)  # another connection

    browser = visit(ada)
    first = browser.post("/studies/circuits/plan/", plan_answers(), headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in text(first)
    job = Job.objects.get()
    working.work_once()
    part = text(browser.get(f"/studies/circuits/plan/{job.key}/"))
    assert "hx-trigger" not in part
    assert "100 simulated surveys" in part
    assert "Tier 1" in part
    assert "25 ± 6" in part
    assert "62 % stay within the budget" in part


def plan_answers(**changed) -> dict[str, object]:
    return {
        "act": "try",
        "version": calculations.version(calculations.design("circuits")),
        "seeds-very_large": 12,
        "seeds-large": 24,
        "seeds-other": 30,
        "follow-formal": 3,
        "follow-household": 2,
        "follow-home_worker": 3,
        "follow-agency": 1,
        "deepest_tier": 3,
        "per_unit": 6,
        "budget": 250000,
    } | changed


def test_a_design_is_kept_when_asked(visit, study, ada):
    browser = visit(ada)
    browser.post("/studies/circuits/plan/", plan_answers(act="keep", **{"seeds-other": 40}))
    design = calculations.design("circuits")
    assert [each.seeds for each in design.strata] == [12, 24, 40]


def test_more_seeds_than_units_are_refused_beside_the_field(visit, study, ada):
    page = text(
        visit(ada).post("/studies/circuits/plan/", plan_answers(act="keep", **{"seeds-large": 61}))
    )
    assert 'id="id_seeds-large_error"' in page
    assert calculations.design("circuits").strata[1].seeds == 24


def test_a_broken_design_file_is_told_with_all_its_problems(visit, study, ada):
    from django.core.files.uploadedfile import SimpleUploadedFile

    broken = calculations.written(calculations.design("circuits"))
    broken = broken.replace("deepest_tier = 3", "deepest_tier = -1").replace('"top"', '"best"')
    file = SimpleUploadedFile("study.toml", broken.encode())
    page = text(visit(ada).post("/studies/circuits/plan/", {"act": "file", "design": file}))
    assert "deepest_tier" in page
    assert "cutoff" in page
    assert calculations.design("circuits").deepest_tier == 3


def test_the_design_can_be_read_by_who_is_consulted(visit, study, member):
    bo = member("bo", "representative", kind="employers")
    answer = visit(bo).get("/studies/circuits/study.toml")
    assert 'id = "circuits"' in text(answer)
    assert "attachment" in answer["Content-Disposition"]


def test_questionnaires_download_for_phones(visit, drawn, member):
    import io
    import zipfile

    browser = visit(member("bo", "enumerator:circuits"))
    page = text(browser.get("/studies/circuits/questionnaire/"))
    address = "/studies/circuits/questionnaire/worker-short.xlsx"
    assert f'href="{address}"' in page
    content = browser.get(address).content
    assert "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert browser.get(address.replace("short", "other")).status_code == 404


def test_seeds_are_drawn_from_an_uploaded_list(visit, study, ada, frame):
    from django.core.files.uploadedfile import SimpleUploadedFile

    browser = visit(ada)
    file = SimpleUploadedFile("list.csv", frame.encode())
    browser.post("/studies/circuits/fieldwork/", {"act": "frame", "frame": file})
    page = browser.post("/studies/circuits/fieldwork/", {"act": "draw"}, follow=True)
    assert "66 cases were drawn." in text(page)
    assert "Works" not in text(page)


def test_an_enumerator_sees_the_cases_given_to_them_and_no_others(visit, drawn, ada, member):
    bo, cy = member("bo", "enumerator:circuits"), member("cy", "enumerator:circuits")
    first, second, *_ = [row["case_id"] for row in calculations.cases("circuits")]
    browser = visit(ada)
    for case, name in ((first, "bo"), (second, "cy")):
        sent = {"act": "assign", "member": name, "case": [case]}
        assert browser.post("/studies/circuits/fieldwork/", sent).status_code == 302
    page = text(visit(bo).get("/studies/circuits/visits/"))
    assert first in page
    assert second not in page
    assert "Works" in page
    assert second in text(visit(cy).get("/studies/circuits/visits/"))


def test_a_case_goes_to_an_enumerator_of_the_study_only(visit, drawn, ada, member):
    member("bo", "enumerator:coffee")
    case = calculations.cases("circuits")[0]["case_id"]
    sent = {"act": "assign", "member": "bo", "case": [case]}
    visit(ada).post("/studies/circuits/fieldwork/", sent)
    assert calculations.cases("circuits")[0]["member"] == ""


def test_all_that_is_wrong_with_an_upload_is_told_and_nothing_is_kept(visit, drawn, ada):
    from django.core.files.uploadedfile import SimpleUploadedFile

    files = [
        SimpleUploadedFile("a.json", b"{not json"),
        SimpleUploadedFile("b.txt", b"hello"),
    ]
    page = text(visit(ada).post("/studies/circuits/submissions/", {"uploads": files}))
    assert "a.json" in page
    assert "b.txt" in page
    assert calculations.summary("circuits", "en", str)["imports"] == 0


def test_a_decision_needs_a_reason_and_can_be_undone(visit, drawn, ada):
    case = calculations.cases("circuits")[0]["case_id"]
    sent = {"act": "decide", "what": "outcome", "case_id": case, "value": "closed", "why": ""}
    browser = visit(ada)
    assert 'id="id_why_error"' in text(browser.post("/studies/circuits/decisions/", sent))
    browser.post("/studies/circuits/decisions/", sent | {"why": "Shut since May"})
    assert calculations.cases("circuits")[0]["disposition"] == "closed"
    undo = {"act": "undo", "number": "1", "why": "It was next door"}
    browser.post("/studies/circuits/decisions/", undo)
    assert calculations.cases("circuits")[0]["disposition"] == "open"
    assert "Shut since May" in text(browser.get("/studies/circuits/decisions/"))


def test_a_decision_on_no_case_is_told(visit, drawn, ada):
    sent = {"act": "decide", "what": "outcome", "case_id": "X", "value": "closed", "why": "Shut"}
    assert "there is no case" in text(visit(ada).post("/studies/circuits/decisions/", sent))


def test_representatives_are_heard_and_what_came_of_it_is_recorded(visit, study, ada, member):
    bo = member("bo", "representative:circuits", kind="workers")
    said = {"act": "give", "on": "questionnaire", "text": "Ask about breaks"}
    visit(bo).post("/studies/circuits/consultation/", said)
    view = View.objects.get()
    answer = {"act": "answer", "view": view.pk, "outcome": "A question was added"}
    assert visit(bo).post("/studies/circuits/consultation/", answer).status_code == 403
    visit(ada).post("/studies/circuits/consultation/", answer)
    page = text(visit(bo).get("/studies/circuits/consultation/"))
    assert "Ask about breaks" in page
    assert "A question was added" in page


def test_who_works_on_a_study_gives_no_view_in_its_consultation(visit, study, ada):
    said = {"act": "give", "on": "design", "text": "Fine"}
    assert visit(ada).post("/studies/circuits/consultation/", said).status_code == 403
    assert not View.objects.exists()


def test_what_was_released_is_open_to_anyone_and_nothing_before(visit, study):
    assert visit().get("/studies/circuits/released/").status_code == 404
    assert "circuits" not in text(visit().get("/studies/"))


def test_the_release_shows_figures_and_says_what_is_withheld(visit, released):
    page = text(visit().get("/studies/circuits/released/?split=position"))
    assert "about 31" in page
    assert "withheld: too few respondents" in page
    assert "The office, which alone decided" in page
    assert "Invented:" in page
    assert 'href="/studies/circuits/released/"' in text(visit().get("/studies/"))
    assert '"layout"' in text(visit().get("/studies/circuits/released.json"))


def test_a_released_file_that_was_changed_is_not_shown(released):
    from decentwork.estimates.errors import DamagedFile

    path = calculations.folder("circuits").root / "released" / "round-1.json"
    path.write_text(path.read_text().replace("0.31", "0.13"))
    with pytest.raises(DamagedFile, match="not the file that was released"):
        calculations.release_text("circuits", released.file, released.digest)


def test_a_constituent_publishes_once_and_the_figures_stay(visit, released, member):
    bo = member("bo", "representative", kind="workers")
    browser = visit(bo)
    before = text(browser.get("/studies/circuits/released.json"))
    browser.post(
        "/studies/circuits/released/", {"kind": "dissent", "text": "Peak season was left out"}
    )
    page = text(visit().get("/studies/circuits/released/"))
    assert "Peak season was left out" in page
    assert "dissent" in page
    assert 'name="text"' not in text(browser.get("/studies/circuits/released/"))
    again = {"kind": "comment", "text": "Once more"}
    assert browser.post("/studies/circuits/released/", again).status_code == 403
    assert Comment.objects.count() == 1
    assert text(browser.get("/studies/circuits/released.json")) == before


@pytest.mark.parametrize("role", ["statistician", "enumerator", "administrator"])
def test_nobody_else_comments_on_a_release(visit, released, member, role):
    sent = {"kind": "comment", "text": "Good"}
    address = "/studies/circuits/released/"
    assert visit(member("bo", role)).post(address, sent).status_code == 403
    assert visit().post(address, sent).status_code == 403
    assert not Comment.objects.exists()


def test_estimates_are_asked_of_a_worker_and_shown_past_disclosure_control(
    visit, study, ada, figures
):
    from django.utils import timezone

    from decentwork_site.jobs import writes as jobs

    browser = visit(ada)
    calculations.folder("circuits").root.joinpath("submissions/x.json").write_text("{}")
    sent = {"multiplicity": "observed"}
    assert browser.post("/studies/circuits/estimates/", sent).status_code == 302
    rows = figures["figures"]
    jobs.finish(
        job=jobs.claim(now=timezone.now()),
        result={
            "rows": rows,
            "trail": ["300 units interviewed"],
            "version": "0",
            "digest": "0" * 64,
            "notes": ["9 units lack a multiplicity"],
            "multiplicity": "observed",
        },
        now=timezone.now(),
    )
    page = text(browser.get("/studies/circuits/estimates/?split=position"))
    assert "publishable" in page
    assert "withheld: too few respondents" in page
    assert "300 units interviewed" in page


def test_a_release_is_prepared_then_decided_with_its_date(visit, study, ada, figures, monkeypatch):
    import json

    from decentwork_site import working

    found = {"shown": 1, "withheld": {"too few respondents": 1}, "page": json.dumps(figures)}

    def prepared(slug, *, keep, **given):
        path = calculations.folder(slug).root / "released" / "round-1.json"
        if keep:
            path.write_text(json.dumps(figures))
        return found

    monkeypatch.setattr(calculations, "prepared_release", prepared)
    monkeypatch.setattr(working, "_show_life", lambda job, over: None)  # another connection
    browser, address = visit(ada), "/studies/circuits/release/"
    sent = {"decided_by": "Director", "decided_on": "2026-03-01", "multiplicity": "refuse"}
    assert "Release these figures" not in text(browser.get(address))
    browser.post(address, sent | {"act": "prepare"})
    working.work_once()
    page = text(browser.get(address))
    assert "1 of 2 figures are shown" in page
    assert page.count('id="decide_decided_by"') == 1
    assert 'value="Director"' in page
    undecided = text(browser.post(address, sent | {"act": "release"}))
    assert 'id="decide_is_decided_error"' in undecided
    assert visit().get("/studies/circuits/released/").status_code == 404
    browser.post(address, sent | {"act": "release", "is_decided": "on"})
    working.work_once()
    assert "about 31" in text(visit().get("/studies/circuits/released/?split=position"))


def test_a_release_is_not_dated_ahead(visit, study, ada):
    sent = {"decided_by": "Director", "decided_on": "2999-01-01", "multiplicity": "refuse"}
    page = text(visit(ada).post("/studies/circuits/release/", sent | {"act": "prepare"}))
    assert "This day has not come" in page
    assert not Job.objects.exists()


def test_a_report_is_written_with_what_constituents_said(visit, study, ada, member, monkeypatch):
    from decentwork_site import working

    told = []

    def report(slug, language, multiplicity, consultation, comments):
        told.append((language, [it["comment"] for it in consultation]))
        folder = calculations.folder(slug).results
        (folder / f"report-{language}.pdf").write_bytes(b"%PDF")

    monkeypatch.setattr(calculations, "report", report)
    monkeypatch.setattr(working, "_show_life", lambda job, over: None)  # another connection
    bo = visit(member("bo", "representative", kind="workers"))
    bo.post(
        "/studies/circuits/consultation/", {"act": "give", "on": "design", "text": "Ask at home"}
    )
    browser = visit(ada)
    browser.post("/fr/studies/circuits/estimates/", {"act": "report", "multiplicity": "refuse"})
    working.work_once()
    assert told == [("fr", ["Ask at home"])]
    assert browser.get("/fr/studies/circuits/report.pdf").content == b"%PDF"
    assert browser.get("/studies/circuits/report.pdf").status_code == 404
    assert bo.get("/fr/studies/circuits/report.pdf").status_code == 403


def test_fieldwork_begins_with_the_day_and_who_visits(visit, drawn, ada, member):
    member("bo", "enumerator:circuits")
    cases = [row["case_id"] for row in calculations.cases("circuits")]
    browser, address = visit(ada), "/studies/circuits/fieldwork/"
    assert "No case was given to anybody yet." in text(browser.get(address))
    browser.post(address, {"act": "assign", "member": "bo", "case": cases[:2]})
    page = text(browser.get(address))
    assert "66 of 66 cases are yet to be visited." in page
    assert 'href="?member=bo#cases"' in page
    own = text(browser.get(f"{address}?member=bo"))
    assert [case in own for case in cases[:3]] == [True, True, False]
    assert "No such case." in text(browser.get(f"{address}?outcome=refused"))


def test_an_outcome_can_be_written_in_the_readers_words(visit, drawn, ada):
    case = calculations.cases("circuits")[0]["case_id"]
    sent = {"act": "decide", "what": "outcome", "case_id": case, "value": "Not located", "why": "?"}
    visit(ada).post("/studies/circuits/decisions/", sent)
    assert calculations.cases("circuits")[0]["disposition"] == "not_located"


def test_the_office_sees_diagnostics_and_whom_to_ask_about_the_chain(visit, study, ada, figures):
    from django.utils import timezone

    from decentwork_site.jobs import writes as jobs
    from decentwork_site.studies import writes

    writes.ask_for_estimates(study=study, multiplicity="refuse", by=ada)
    tier = {"tier": 1, "units": 40, "seeds": 9, "kish_effect": 1.2, "largest_seed": 0.1}
    tier |= {"largest_unit": 0.05, "weightless": {}, "worries": ["few_seeds"]}
    chain = {"units": 9, "links": 8, "tiers": [], "in_several_tiers": 0, "hubs": [], "mixing": {}}
    chain |= {"not_reached": [], "name_themselves": [], "circles": [], "abroad": []}
    chain |= {"critical_suppliers": [], "weighted": True}
    chain["reciprocal"] = [{"first": "AAAA-1111", "second": "BBBB-2222"}]
    result = {"rows": figures["figures"], "trail": [], "version": "0", "digest": "0" * 64}
    result |= {"notes": [], "multiplicity": "refuse", "warnings": [], "tiers": [tier]}
    job = jobs.claim(now=timezone.now())
    jobs.finish(job=job, result=result | {"chain": chain}, now=timezone.now())
    page = text(visit(ada).get("/studies/circuits/estimates/"))
    assert "generalised weight share method" in page
    assert "Tier 1 rests on 9 seeds" in page
    assert "AAAA-1111" in page
    assert "AAAA-1111" not in text(visit(ada).get(f"/jobs/{job.pk}/"))


@pytest.mark.parametrize("language", ["", "/fr", "/es"])
def test_the_list_says_how_far_a_study_is_and_what_comes_next(visit, drawn, ada, language):
    page = text(visit(ada).get(f"{language}/studies/"))
    assert f'href="{language}/studies/circuits/submissions/"' in page
    if not language:
        assert "in the field" in page
        assert "66 cases drawn" in page
