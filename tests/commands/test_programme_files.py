import pytest
from tests.programmes.iati_made import full
from tests.programmes.made import programme, row, update

from decentwork.programmes.programme_file import read_programme
from decentwork.programmes.programme_tables import WRITERS, write_programme
from decentwork.programmes.records import SECTIONS
from decentwork.reporting.programme_fields import fields_of
from decentwork.reporting.programme_form import explained


@pytest.fixture
def office(tmp_path):
    """The workbook of an office, as a file."""
    path = tmp_path / "avonia.xlsx"
    write_programme(full(), path)
    return path


def test_a_programme_that_was_imported_is_listed_reported_and_exported(
    decentwork, office, tmp_path
):
    ended = decentwork("programme", "import", office)
    assert ended.code == 0, ended.err
    assert ended.out.splitlines()[-1] == (
        "Kept as sample_programme_avonia: dossiers and the site now read it."
    )
    assert "avonia: Decent work in Avonia" in decentwork("programme", "list").out
    out = tmp_path / "again.yaml"
    assert decentwork("programme", "export", out, "--programme", office).code == 0
    assert read_programme(out) == full()


@pytest.mark.parametrize("ending", WRITERS)
def test_what_is_written_is_read_again_as_the_same(ending, decentwork, office, tmp_path):
    out = tmp_path / f"out.{ending}"
    assert decentwork("programme", "export", out, "--programme", office).code == 0
    assert read_programme(out) == full()


def test_an_invented_programme_that_was_imported_is_found_by_its_id(decentwork, office, tmp_path):
    decentwork("programme", "import", office)
    out = tmp_path / "again.yaml"
    ended = decentwork("programme", "export", out, "--programme", "avonia")
    assert ended.code == 0, ended.err
    assert read_programme(out) == full()


def test_counts_are_told_by_kind_and_area(decentwork, tmp_path):
    second = row("activities", id="second", title="Second", kind="tool", area="training")
    write_programme(programme(second, update(3)), tmp_path / "avonia.yaml")
    lines = decentwork("programme", "import", tmp_path / "avonia.yaml", "--check").out.splitlines()
    assert lines == [
        "avonia: Decent work in Avonia (Ministry of Labour of Avonia)",
        "    areas 1, activities 2, results 1, indicators 1, updates 1",
        "    1. Training: activities 2",
        "Nothing is wrong with it. Nothing was kept.",
    ]


def test_a_check_keeps_nothing(decentwork, office):
    decentwork("programme", "import", office, "--check")
    assert "avonia" not in decentwork("programme", "list").out


def test_all_problems_are_told_at_once_and_nothing_is_kept(decentwork, tmp_path):
    (tmp_path / "bad.yaml").write_text(
        "programme: {id: bad, title: Bad, organisation: O, starts: 2028, ends: 2026}\n"
        "areas: [{id: one, title: One, number: 0}]\n"
        "activities: [{id: a, title: A, kind: nonsense, area: one}, {id: b, kind: tool}]\n"
    )
    ended = decentwork("programme", "import", tmp_path / "bad.yaml")
    assert ended.code == 2
    for what in ("number", "kind", "title", "area"):
        assert what in ended.err
    assert "bad" not in decentwork("programme", "list").out


def test_a_changed_programme_replaces_another_only_when_asked(decentwork, office, tmp_path):
    decentwork("programme", "import", office)
    assert decentwork("programme", "import", office).code == 0  # the same again changes nothing
    changed = tmp_path / "changed.yaml"
    write_programme(programme(update(4)), changed)
    refused = decentwork("programme", "import", changed)
    assert refused.code == 2
    assert "--replace" in refused.err
    assert decentwork("programme", "import", changed, "--replace").code == 0
    assert "activities 1" in decentwork("programme", "list").out


def test_the_programme_that_ships_cannot_be_replaced(decentwork, tmp_path):
    out = tmp_path / "first.yaml"
    decentwork("programme", "export", out)
    refused = decentwork("programme", "import", out, "--replace")
    assert refused.code == 2
    assert "another id" in refused.err


def test_iati_is_taken_in_with_what_was_not_read(decentwork, tmp_path):
    write_programme(full(), tmp_path / "avonia.yaml")
    xml = tmp_path / "avonia.xml"
    decentwork("programme", "iati", "--out", xml, "--programme", tmp_path / "avonia.yaml")
    ended = decentwork("programme", "import", xml)
    assert ended.code == 0, ended.err
    assert "activities" in ended.out


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.yaml", b""),
        ("no.xlsx", b"no workbook"),
        ("list.yaml", b"- a\n- b\n"),
        ("x.pdf", b""),
    ],
)
def test_a_file_that_is_no_programme_is_refused_by_name(name, content, decentwork, tmp_path):
    (tmp_path / name).write_bytes(content)
    ended = decentwork("programme", "import", tmp_path / name)
    assert ended.code == 2
    assert name in ended.err


@pytest.mark.parametrize("ending", ["xlsx", "yaml"])
def test_the_empty_form_is_a_programme_without_records(ending, decentwork, tmp_path):
    out = tmp_path / f"form.{ending}"
    assert decentwork("programme", "form", out).code == 0
    assert read_programme(out).counts() == {}


def test_the_form_explains_every_column_of_every_sheet():
    told = "\n".join(explained())
    for section in SECTIONS:
        assert f"\n{section}: " in told
        for field in fields_of(section):
            assert f"\n    {field.name}: " in told


def test_a_form_of_another_kind_is_refused(decentwork, tmp_path):
    ended = decentwork("programme", "form", tmp_path / "form.docx")
    assert ended.code == 2
    assert ".xlsx, .yaml" in ended.err
