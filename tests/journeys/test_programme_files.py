"""An office sends a programme as a file and a changed one later; its report is rewritten."""

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, expect
from tests.journeys.test_programmes import set_password
from tests.journeys.test_studies import look_at
from tests.site.programmes.made import HEADER, RECORDS

PROGRAMME = "/programmes/birch/"
WORK = 120_000  # milliseconds that long work may take


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """The file of an office: the invented programme, with a text and an identifier for IATI."""
    told = {"text": {"en": "Inspectors learn what to look for."}}
    course, survey = RECORDS["activities"]
    records = RECORDS | {"activities": [course | told, survey]}
    header = HEADER | {"id": "birch", "organisation_iati": "XX-AVO-1"}
    path = tmp_path / "birch.yaml"
    content = yaml.safe_dump({"programme": header} | records, sort_keys=False)
    path.write_text(content, encoding="utf-8")
    return path


def wait(page: Page) -> None:
    """Wait until long work is over, and go where its result is shown."""
    page.get_by_role("link", name="Go to the page this belongs to").click(timeout=WORK)


def test_a_programme_comes_as_a_file_changes_and_is_told_in_a_report(page, link_for, sent):
    set_password(page, link_for("odile", "officer", ""))
    page.goto("/programmes/import/")
    page.get_by_label("Programme (YAML").set_input_files(sent)
    page.get_by_role("button", name="Take it").click()
    wait(page)
    expect(page.get_by_text("The programme is taken.")).to_be_visible()
    look_at(page, page.url)

    page.goto(f"{PROGRAMME}files/")
    page.get_by_role("button", name="Write IATI 2.03 (XML)").click()
    wait(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download IATI 2.03 (XML)").click()
    assert coming.value.path().read_bytes().startswith(b"<?xml")
    page.get_by_role("button", name="Write YAML").click()
    wait(page)
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download YAML").click()
    changed = sent.with_name("changed.yaml")
    text = coming.value.path().read_text(encoding="utf-8")
    changed.write_text(text.replace("en: A survey", "en: A census"), encoding="utf-8")
    look_at(page, f"{PROGRAMME}files/")

    page.goto(f"{PROGRAMME}files/")
    page.get_by_label("Programme (YAML").set_input_files(changed)
    page.get_by_role("button", name="Compare it").click()
    wait(page)
    look_at(page, page.url)
    page.get_by_role("button", name="Take it into the programme").click()
    wait(page)
    expect(page.get_by_text("Each record keeps its earlier versions")).to_be_visible()
    page.goto(f"{PROGRAMME}records/survey/")
    expect(page.locator("h1")).to_have_text("A census")

    page.get_by_text("History").click()
    page.locator("details a[href*=versions]").last.click()
    look_at(page, page.url)
    page.get_by_role("button", name="Have it read so again").click()
    expect(page.locator("h1")).to_have_text("A survey")
    report(page)
    publish_and_withdraw(page)
    assert page.troubles == []


def report(page: Page) -> None:
    """Look at the report, rewrite a paragraph and have it flagged."""
    look_at(page, f"{PROGRAMME}report/")
    paragraph = page.locator(".report-paragraph").filter(has_text="Inspectors learn what")
    paragraph.get_by_role("link", name="Rewrite paragraph").click()
    page.get_by_label("Text", exact=True).fill("Inspectors learn to look and to listen.")
    page.get_by_role("button", name="Keep these words").click()
    expect(page.get_by_text("rewritten by odile")).to_be_visible()
    page.goto(f"{PROGRAMME}records/course/edit/")
    page.get_by_label("Text (English)").fill("Inspectors learn more.")
    page.get_by_role("button", name="Save").click()
    page.goto(f"{PROGRAMME}report/")
    page.get_by_role("link", name="Look at paragraph").click()
    look_at(page, page.url)
    page.get_by_role("button", name="These words still hold").click()
    expect(page.get_by_text("Inspectors learn to look and to listen.")).to_be_visible()
    expect(page.get_by_text("its records have changed since")).to_have_count(0)
    page.get_by_role("button", name="Write it as DOCX, PDF and HTML").click()
    wait(page)
    look_at(page, f"{PROGRAMME}report/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="PDF", exact=True).click()
    assert coming.value.path().read_bytes().startswith(b"%PDF")


def publish_and_withdraw(page: Page) -> None:
    """Publish the programme, and take it away again with the reason."""
    page.goto(f"{PROGRAMME}publish/")
    page.get_by_role("button", name="Publish it as it is now").click()
    wait(page)
    expect(page.get_by_text("Last published on")).to_be_visible()
    look_at(page, f"{PROGRAMME}publish/")
    page.goto(f"{PROGRAMME}publish/")
    page.get_by_label("Why it is withdrawn").fill("It was only tried out.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("listitem").filter(has_text="It was only tried out.")).to_be_visible()
