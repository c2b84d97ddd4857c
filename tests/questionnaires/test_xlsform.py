from xml.etree import ElementTree

import openpyxl
import pytest
from tests.questionnaires.small_form import small

from decentwork.estimates.errors import CannotWrite, InvalidInput
from decentwork.questionnaires.catalogue import questionnaire, questionnaires
from decentwork.questionnaires.questionnaire import VERSIONS, Choice
from decentwork.questionnaires.xlsform import placeholders, to_xform, write_xlsform

NAMESPACES = {"x": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}
LABELLED = {"English (en)", "Français (fr)", "Español (es)"}
FORMS = [(form, version) for form in questionnaires() for version in VERSIONS]


def said(form):
    return {
        name: {lang: f"[{name} {lang}]" for lang in ("en", "fr", "es")}
        for name in placeholders(form)
    }


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """The XForm of every form and version, each converted once."""
    folder = tmp_path_factory.mktemp("forms")
    found = {}
    for form, version in FORMS:
        path = folder / f"{form.id}-{version}.xlsx"
        write_xlsform(form, path, design_texts=said(form), version=version)
        found[form.id, version] = ElementTree.fromstring(to_xform(path))  # noqa: S314 - our own
    return found


@pytest.fixture(params=FORMS, ids=lambda pair: f"{pair[0].id}-{pair[1]}")
def made(request, converted):
    form, version = request.param
    return form, version, converted[form.id, version]


def sheet(path, name):
    rows = openpyxl.load_workbook(path)[name].iter_rows(values_only=True)
    headings = next(rows)
    return [dict(zip(headings, row, strict=True)) for row in rows]


def bound(xform):
    return {each.get("nodeset"): each for each in xform.iterfind(".//x:bind", NAMESPACES)}


def test_every_form_converts_without_a_warning_and_names_its_version(made):
    form, version, xform = made
    data = xform.find(".//x:instance/*[@version]", NAMESPACES)
    assert (data.get("id"), data.get("version")) == (form.id, f"{form.version}-{version}")


def test_every_text_is_there_in_three_languages(made):
    _, _, xform = made
    texts = {
        each.get("lang"): {text.get("id"): text for text in each}
        for each in xform.iterfind(".//x:itext/x:translation", NAMESPACES)
    }
    assert set(texts) == LABELLED
    assert len({frozenset(each) for each in texts.values()}) == 1
    for each in texts.values():
        for text in each.values():
            written = "".join(text.itertext()).strip()
            assert written not in ("", "-")
            assert "{" not in written


def test_every_question_of_the_version_is_in_its_module(made):
    form, version, xform = made
    paths = set(bound(xform))
    for each in form.asked(version):
        assert f"/data/{each.module}/{each.id}" in paths
    left_out = {each.id for each in form.questions if not each.is_in(version)}
    assert left_out.isdisjoint(path.split("/")[-1] for path in paths)


def test_what_is_asked_on_a_condition_carries_it(made):
    form, version, xform = made
    binds = bound(xform)
    for each in form.asked(version):
        relevant = binds[f"/data/{each.module}/{each.id}"].get("relevant")
        assert (relevant is not None) == (each.relevance is not None)
    for module in form.modules:
        if form.in_module(module.id, version):
            bind = binds.get(f"/data/{module.id}")
            assert (bind is not None) == (module.relevance is not None)


@pytest.mark.parametrize("version", VERSIONS)
def test_suppliers_are_repeats_inside_their_module_with_contacts_apart(converted, version):
    xform = converted["economic_unit", version]
    repeats = [each.get("nodeset") for each in xform.iterfind(".//x:repeat", NAMESPACES)]
    assert repeats == [
        f"/data/suppliers/{name}"
        for name in ("formal_suppliers", "household_suppliers", "home_workers", "agencies")
    ]
    paths = set(bound(xform))
    assert "/data/suppliers/agencies/agencies_contact/supplier_phone" in paths
    assert "/data/suppliers/agencies/purchase_share" in paths


def test_a_condition_inside_a_repeat_speaks_of_its_own_entry(converted):
    binds = bound(converted["economic_unit", "full"])
    bind = binds["/data/suppliers/home_workers/supplier_country"]
    assert bind.get("relevant") == "selected(../supplier_abroad, 'yes')"


def test_suppliers_are_listed_only_by_those_who_agree(converted):
    bind = bound(converted["economic_unit", "short"])["/data/suppliers/home_workers"]
    assert "consent_to_trace" in bind.get("relevant")


def test_the_instance_is_named_by_case_and_never_by_person(made):
    form, _, xform = made
    named = bound(xform)["/data/meta/instanceName"].get("calculate")
    assert "case_id" in named
    for each in form.questions:
        if each.identifying or (each.type == "text" and each.id != "case_id"):
            assert each.id not in named


def test_what_identifies_stands_in_groups_of_its_own(made):
    form, version, xform = made
    kept_apart = {each.id for each in form.modules if each.identifying}
    for path in bound(xform):
        *groups, name = path.split("/")[2:]
        roster = [each for each in form.rosters if each.id in groups]
        asked = roster[0].questions if roster else form.questions
        question = next((each for each in asked if each.id == name), None)
        if question is not None and question.identifying:
            assert groups[-1] in kept_apart or groups[-1] == f"{roster[0].id}_contact"


def test_numbers_in_constraints_are_written_in_digits(converted):
    bind = bound(converted["worker", "short"])["/data/pay/pay_month"]
    assert bind.get("constraint") == ". >= 0 and . <= 1000000000"


def test_a_part_is_held_against_its_whole(converted):
    bind = bound(converted["economic_unit", "short"])["/data/workforce/workers_women"]
    assert "/data/workforce/workers_listed" in bind.get("constraint")


def test_choices_that_exclude_the_others_stand_alone(converted):
    bind = bound(converted["worker", "short"])["/data/free_choice/penalties"]
    assert "count-selected(.) < 2" in bind.get("constraint")


def test_the_design_fills_in_the_texts(tmp_path):
    form = questionnaire("economic_unit")
    texts = said(form) | {"cutoff": {"en": "the five largest", "fr": "les cinq", "es": "los cinco"}}
    write_xlsform(form, tmp_path / "form.xlsx", design_texts=texts, version="short")
    asked = {row["name"]: row for row in sheet(tmp_path / "form.xlsx", "survey")}
    assert "the five largest" in asked["buyers_in_scope"]["label::English (en)"]
    assert "les cinq" in asked["formal_suppliers_note"]["label::Français (fr)"]


def test_a_text_that_the_design_does_not_say_is_told_for_each_language(tmp_path):
    with pytest.raises(InvalidInput) as caught:
        write_xlsform(small(), tmp_path / "form.xlsx", design_texts={"cutoff": {"en": "all"}})
    assert len(caught.value.problems) == 5
    assert not (tmp_path / "form.xlsx").exists()


def test_a_list_of_the_design_makes_a_choice_of_a_text(tmp_path):
    form = questionnaire("economic_unit")
    north = Choice(value="north", names={"en": "North", "fr": "Nord", "es": "Norte"})
    path = tmp_path / "form.xlsx"
    write_xlsform(form, path, design_texts=said(form), design_choices={"region": [north]})
    asked = {row["name"]: row["type"] for row in sheet(path, "survey")}
    assert asked["region"] == "select_one region"
    assert ("region", "north") in {(it["list_name"], it["name"]) for it in sheet(path, "choices")}
    assert to_xform(path)


def test_the_same_questionnaire_is_the_same_file(tmp_path):
    paths = (tmp_path / "one.xlsx", tmp_path / "two.xlsx")
    for path in paths:
        write_xlsform(small(), path, design_texts=said(small()))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(CannotWrite):
        write_xlsform(small(), tmp_path / "no" / "form.xlsx", design_texts=said(small()))


def test_a_warning_of_the_converter_is_an_error(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label::English (en)", "hint"], ["text", "a", "A", "B"]):
        book.active.append(row)
    book.save(tmp_path / "form.xlsx")
    with pytest.raises(InvalidInput):
        to_xform(tmp_path / "form.xlsx")


def test_an_error_of_the_converter_is_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    for row in (["type", "name", "label"], ["select_one nothing", "a", "A"]):
        book.active.append(row)
    book.save(tmp_path / "form.xlsx")
    with pytest.raises(InvalidInput):
        to_xform(tmp_path / "form.xlsx")
