import io
import re
from datetime import date

import pytest
from docx import Document
from tests.programmes.made import HEADER, row, update
from tests.programmes.made import programme as made

from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Header
from decentwork.programmes.report import report
from decentwork.programmes.shipped import first_programme
from decentwork.reporting.numbers import Reader
from decentwork.reporting.report_files import report_docx, report_html, report_pdf
from decentwork.reporting.report_paper import report_paper
from decentwork.reporting.report_paper_tables import MOST_ON_A_PAGE, MOST_RESULTS
from decentwork.reporting.translations import translator

TODAY = date(2028, 6, 1)


def paper(programme, language="en", **more):
    translate = translator(language)
    told = report(programme, language, on=TODAY, translate=translate, **more)
    return report_paper(told, programme, Reader(language, translate))


def table(id, found):
    return next(it for it in found.tables if it.id == id)


def indicators(count):
    return [
        row(
            "indicators",
            id=f"more_{number}",
            title=f"Indicator {number}",
            result="trained",
            measure="unit",
        )
        for number in range(count)
    ]


def documented(**document):
    """Return a programme that comes from a report of its own."""
    header = Header.model_validate(HEADER | {"report": "final"})
    rows = [
        row("documents", id="final", title="Final report", published="2028-01-15", **document),
        row("areas", id="training", number=1, title="Training"),
        row("organisations", id="unit", title="Inspection branch", kind="department"),
        row("organisations", id="helper", title="A helper", kind="department"),
        row("roles", record="training", organisation="unit", role="accountable"),
        row("roles", record="training", organisation="helper", role="lead"),
        row(
            "activities",
            id="course",
            title="A course",
            text="Inspectors were taught.",
            kind="course",
            area="training",
            places=["ETH", "FRA"],
            sources=["final:7", "final:9"],
        ),
    ]
    return Programme.of(header, rows)


def test_the_title_block_says_whose_report_it_is_of_which_unit_document_language_and_day():
    facts = dict(paper(documented(symbol="AV.12/3")).facts)
    assert facts["Organisation"] == "Ministry of Labour of Avonia"
    assert facts["Author unit"] == "Inspection branch"
    assert facts["Document"] == "AV.12/3"
    assert facts["Language"] == "English"
    assert facts["Records as they stood on"] == "1 June 2028"


def test_a_title_block_leaves_out_what_no_record_tells():
    assert not {"Author unit", "Document", "How to read it"} & set(dict(paper(made()).facts))


@pytest.mark.parametrize(
    ("language", "name"),
    [("fr", "Bureau international du Travail"), ("es", "Oficina Internacional del Trabajo")],
)
def test_the_organisation_has_the_name_that_its_record_has_in_the_language(language, name):
    assert name in dict(paper(first_programme(), language).facts).values()


def test_a_paragraph_names_all_its_records_and_the_paragraphs_they_come_from():
    (told,) = (it for it in paper(documented()).sections[1].paragraphs if it.mark)
    assert told.mark == "¶\N{NO-BREAK SPACE}7, 9"
    assert told.records == ("A course",)
    assert told.sources == (told.mark,)


def test_every_record_of_every_paragraph_is_named_in_the_list_of_what_it_rests_on():
    programme = first_programme()
    told = report(programme, "en", on=TODAY)
    made_of = report_paper(told, programme, Reader())
    named = [it.records for section in made_of.sections for it in section.paragraphs]
    assert named == [
        tuple(programme.by_id[id].name("en") for id in it.records) for it in told.paragraphs
    ]


@pytest.mark.parametrize(
    ("form", "most"), [("committee", MOST_RESULTS), ("status", MOST_ON_A_PAGE)]
)
def test_indicators_too_many_to_print_are_counted_by_area_and_verdict(form, most):
    few = paper(made(*indicators(most - 1)), form=form)
    many = paper(made(update(30), *indicators(most)), form=form)
    assert len(table("results", few).rows) == most
    assert table("verdicts", many).rows == (
        ("Training", str(most + 1), "0", "0", "0", str(most + 1)),
    )
    assert "workbook" in table("verdicts", many).note


def test_the_status_of_a_programme_with_many_indicators_still_fits_one_page():
    made_of = paper(made(update(30), *indicators(500)), form="status")
    assert len(re.findall(rb"/Type\s*/Page\b", report_pdf(made_of))) == 1


def test_countries_stand_in_the_order_of_their_names_in_the_language():
    rows = table("countries", paper(documented(), "fr")).rows
    assert [it[0] for it in rows] == ["Éthiopie", "France"]


def test_money_is_told_as_recorded_by_who_gives_it():
    giver = row("organisations", id="fund", title="A fund", kind="international")
    budgets = [
        row("budgets", record="course", year=year, amount=1234.5, currency="USD", source="fund")
        for year in (2026, 2027)
    ]
    made_of = paper(made(giver, *budgets), form="donor", organisation="fund")
    assert table("money", made_of).rows == (
        ("A fund", "committed", "2,469\N{NO-BREAK SPACE}USD", "1"),
    )
    assert dict(made_of.facts)["Who gives the money"] == "A fund"


def test_a_donor_brief_of_a_programme_without_donors_says_so():
    made_of = paper(first_programme(), form="donor")
    assert made_of.sections == ()
    assert "No record says who gives money" in dict(made_of.facts)["In short"]


@pytest.fixture
def half_french():
    """The report in French of a course that has no text in French."""
    titles = {"en": "A course", "fr": "Un cours"}
    return paper(made(activity={"title": titles, "text": {"en": "Inspectors were taught."}}), "fr")


def test_what_is_not_there_in_the_language_is_said_to_be_in_another(half_french):
    (told,) = (it for it in half_french.sections[1].paragraphs if it.lead.text)
    assert [(it.text, it.language) for it in told.pieces] == [("Inspectors were taught.", "en")]
    assert (told.lead.text, told.lead.language) == ("Un cours", "fr")
    assert [it for it in told.notes if "français" in it and "anglais" in it]


def test_a_text_in_another_language_is_marked_as_such_on_the_page_and_in_word(half_french):
    assert '<span lang="en">Inspectors were taught.</span>' in report_html(half_french)
    document = Document(io.BytesIO(report_docx(half_french)))
    runs = [run for it in document.paragraphs for run in it.runs]
    languages = {run.text: run._r.xpath("string(w:rPr/w:lang/@w:val)") for run in runs}
    assert languages["Inspectors were taught."] == "en-GB"
    assert languages["Un cours. "] == "fr-FR"


def test_pages_of_a_word_report_are_numbered_and_its_footer_has_the_title():
    document = Document(io.BytesIO(report_docx(paper(documented()))))
    footer = document.sections[0].footer._element.xml
    assert "Decent work in Avonia" in footer
    assert "PAGE" in footer
    assert "NUMPAGES" in footer


def test_a_word_report_has_no_table_without_rows():
    document = Document(io.BytesIO(report_docx(paper(documented()))))
    assert all(len(it.rows) > 1 for it in document.tables)
    assert len(document.tables) == len(paper(documented()).tables)
