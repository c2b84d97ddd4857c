import pytest
from tests.sources.collected_answers import central, kobo, read, visit

from decentwork.estimates.errors import InvalidInput
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.sources.submissions_files import read_submissions

MAIN = "SubmissionDate,visit-case_id,visit-visit_date,visit-outcome,KEY,Edits,FormVersion\n"


def problems_of(*paths):
    with pytest.raises(InvalidInput) as refused:
        read(*paths)
    return [str(problem) for problem in refused.value.problems]


@pytest.fixture
def samples(project):
    return project / "tests" / "samples"


def test_four_layouts_of_the_same_visits_give_the_same_submissions(samples):
    files = [
        [samples / "odk_json" / "economic_unit.json"],
        sorted((samples / "odk_csv").glob("*.csv")),
        [samples / "kobo_json" / "data.json"],
        [samples / "kobo_xlsx" / "economic_unit.xlsx"],
    ]
    assert len({read(*paths).digest for paths in files}) == 1


def test_all_layouts_at_once_are_still_the_same_two_visits(samples):
    files = [
        samples / "odk_json" / "economic_unit.json",
        *sorted((samples / "odk_csv").glob("*.csv")),
        samples / "kobo_xlsx" / "economic_unit.xlsx",
    ]
    assert read(*files).digest == read(files[0]).digest


def test_supplier_lists_stay_linked_in_their_order(samples):
    found = read(samples / "odk_json" / "economic_unit.json")
    shares = found.rosters["formal_suppliers"]["purchase_share"]
    owner = "00000000-0000-4000-8000-000000000001"
    assert shares.to_dict() == {(owner, 1): "60", (owner, 2): "25.5"}


def test_what_was_not_asked_in_an_older_version_is_empty(tmp_path):
    path = kobo(
        tmp_path / "a.json",
        visit("one", __version__="1.0-full"),
        visit("two", **{"unit/region": "North", "__version__": "1.1-full"}),
    )
    assert read(path).forms["economic_unit"]["region"].tolist() == ["", "North"]


def test_a_renamed_column_is_told_with_the_question_it_may_be(tmp_path):
    path = kobo(tmp_path / "a.json", visit("one", **{"workforce/workers_list": "5"}))
    assert problems_of(path) == [
        "a.json: column 'workers_list' is not in the questionnaire. If it is 'workers_listed' "
        "renamed, name it so; if it is another question, remove it."
    ]


def test_an_extra_column_is_left_out_and_told(tmp_path):
    path = kobo(tmp_path / "a.json", visit("one", favourite_colour="blue"))
    assert read(path).left_out == ("a.json: column 'favourite_colour' is not in the questionnaire",)


def test_a_correction_takes_the_place_of_the_older_version(tmp_path):
    older = kobo(tmp_path / "a.json", visit("one"))
    newer = kobo(
        tmp_path / "b.json",
        visit("two", **{"visit/outcome": "closed", "meta/deprecatedID": "uuid:one"}),
    )
    for paths in ([older, newer], [newer, older]):
        form = read(*paths).forms["economic_unit"]
        assert form[["outcome", "replaces"]].to_dict("index") == {
            "two": {"outcome": "closed", "replaces": "one"}
        }


def test_of_two_corrections_of_one_submission_the_one_with_more_edits_counts(tmp_path):
    head = MAIN.replace("KEY", "meta-instanceID,KEY")
    row = "2026-03-01T10:00:00.000Z,C-01,2026-03-01,{},uuid:{},uuid:root,{},1.0-full\n"
    first = central(tmp_path / "first", head + row.format("refused", "one", 1))
    second = central(tmp_path / "second", head + row.format("closed", "two", 2))
    form = read(*first, *second).forms["economic_unit"]
    assert form["outcome"].to_dict() == {"two": "closed"}
    assert form.loc["two", "replaces"] == "root one"


def test_the_same_submission_twice_is_one(tmp_path):
    path = kobo(tmp_path / "a.json", visit("one"), visit("one"))
    assert len(read(path).forms["economic_unit"]) == 1


def test_one_id_with_other_answers_and_no_mark_of_a_correction_is_a_problem(tmp_path):
    first = kobo(tmp_path / "a.json", visit("one"))
    second = kobo(tmp_path / "b.json", visit("one", **{"visit/outcome": "closed"}))
    (problem,) = problems_of(first, second)
    assert problem.startswith(
        "b.json, submission 1: submission one is also in a.json, submission 1, with other answers."
    )


def test_corrections_of_which_none_says_it_is_the_newer_are_a_problem(tmp_path):
    root = {"meta/rootUuid": "uuid:root"}
    path = kobo(tmp_path / "a.json", visit("one", **root), visit("two", **root))
    (problem,) = problems_of(path)
    assert "none says it is the newer" in problem


def test_what_reviewers_rejected_is_left_out_and_told(tmp_path):
    rejected = {"_validation_status": {"uid": "validation_status_not_approved"}}
    path = kobo(tmp_path / "a.json", visit("one", **rejected), visit("two"))
    found = read(path)
    assert list(found.forms["economic_unit"].index) == ["two"]
    assert found.left_out == ("a.json, submission 1: rejected by its reviewers",)


def test_every_error_of_every_file_is_told_with_file_row_and_question(tmp_path):
    wrong = MAIN.replace("KEY", "workforce-workers_listed,KEY") + (
        "2026-03-01T10:00:00.000Z,C-01,2026-03-01,refused,many,uuid:one,0,1.0-full\n"
        "soon,C-02,2026-03-01,refused,5,uuid:two,0,1.0-full\n"
    )
    entries = "supplier_abroad,purchase_share,PARENT_KEY,KEY\nno,300,uuid:one,uuid:one/x[1]\n"
    tables = central(tmp_path / "tables", wrong, formal_suppliers=entries)
    path = kobo(tmp_path / "a.json", visit("three", **{"visit/outcome": "lost"}))
    told = problems_of(path, *tables)
    assert len(told) == 4
    for begin in (
        "economic_unit.csv, row 2, workers_listed: is not a whole number.",
        "economic_unit.csv, row 3: the time of submission 'soon' is no time.",
        "economic_unit-formal_suppliers.csv, row 2, purchase_share: is not between 0 and 100.",
        "a.json, submission 1, outcome: is not one of the choices.",
    ):
        assert any(each.startswith(begin) for each in told), begin


def test_problems_never_quote_what_identifies(tmp_path):
    path = kobo(
        tmp_path / "a.json",
        visit("one", **{"contact/unit_name": "Ada Invented", "visit/outcome": "lost"}),
    )
    assert "Ada" not in "".join(problems_of(path))


def test_a_list_whose_submission_is_not_there_is_a_problem(tmp_path):
    row = "2026-03-01T10:00:00.000Z,C-01,2026-03-01,refused,uuid:one,0,1.0-full\n"
    entries = "supplier_abroad,purchase_share,PARENT_KEY,KEY\nno,30,uuid:gone,uuid:gone/x[1]\n"
    paths = central(tmp_path / "tables", MAIN + row, agencies=entries)
    assert problems_of(*paths) == [
        "economic_unit-agencies.csv, row 2: PARENT_KEY 'uuid:gone' is no submission of the file. "
        "Export all tables together; delete rows in none."
    ]


def test_a_main_table_without_its_lists_is_refused(tmp_path):
    row = "2026-03-01T10:00:00.000Z,C-01,2026-03-01,refused,uuid:one,0,1.0-full\n"
    paths = central(tmp_path / "tables", MAIN + row)
    told = problems_of(paths[-1])
    assert len(told) == 4
    assert "the table of the roster 'formal_suppliers' is not there." in told[0]


def test_lists_without_the_table_of_their_form_are_refused(tmp_path):
    paths = central(tmp_path / "tables", MAIN)
    (problem,) = problems_of(paths[0])
    assert "the table of the form is not there." in problem


def test_columns_that_fit_no_questionnaire_are_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("Number of the case,Outcome of the visit,_uuid\nC-01,Refused,one\n")
    (problem,) = problems_of(path)
    assert "fit none of the questionnaires (economic_unit, worker, monitoring_interview)" in problem


def test_a_form_under_another_name_is_recognised_by_its_columns(tmp_path):
    path = kobo(tmp_path / "a.json", visit("one", _xform_id_string="aBcDeInvented"))
    assert list(read(path).forms) == ["economic_unit"]


def test_choices_in_columns_of_their_own_are_joined(tmp_path):
    worker = {
        "_uuid": "one",
        "visit/case_id": "C-01",
        "visit/worker_number": 1,
        "visit/outcome": "interviewed",
        "agreement/consent": "yes",
        "free_choice/against_will/debt": 1,
        "free_choice/against_will/violence": 0,
    }
    known = questionnaires()
    choice = next(
        it for each in known if each.id == "worker" for it in each.questions
        if it.id == "against_will"
    ).choices  # fmt: skip
    first, second = choice[0].value, choice[1].value
    for old, new in (("debt", first), ("violence", second)):
        worker[f"free_choice/against_will/{new}"] = worker.pop(f"free_choice/against_will/{old}")
    found = read_submissions([kobo(tmp_path / "a.json", worker)], known)
    assert found.forms["worker"]["against_will"].tolist() == [first]


def test_a_first_page_alone_is_refused(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(
        '{"count": 2, "next": "page 2", "results": [{"_uuid": "one", "case_id": "C-01", '
        '"outcome": "refused", "visit_date": "2026-03-01"}]}'
    )
    (problem,) = problems_of(path)
    assert "more submissions follow" in problem


@pytest.mark.parametrize("content", [b"", b"case_id;outcome", b"%PDF-1.7"])
def test_a_file_of_something_else_is_refused(tmp_path, content):
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    (problem,) = problems_of(path)
    assert "This is no file of submissions." in problem


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path):
    for month in ("january", "february"):
        (tmp_path / month).mkdir()
        kobo(tmp_path / month / "data.json", visit(month, **{"visit/outcome": "lost"}))
    told = problems_of(*tmp_path.glob("*/data.json"))
    assert [each.partition("/data.json")[0].rpartition("/")[2] for each in told] == [
        "february",
        "january",
    ]


def test_a_file_that_is_not_there_is_a_problem(tmp_path):
    (problem,) = problems_of(tmp_path / "gone.json")
    assert "gone.json: The file cannot be read" in problem
