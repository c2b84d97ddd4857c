"""What is typed is not lost: drafts outlive their page, and two people see both versions."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.templates import started

PLAN = "/studies/shoes/plan/"
PER_UNIT = "Workers interviewed in each unit"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def signed_in(browser, site, studies, link_for):
    """Sign somebody in who works on the study "shoes", in a browser of their own."""
    contexts = []

    def enter(name: str) -> Page:
        if not (studies / "shoes").exists():
            about = {"study": "shoes", "place": "XAA", "office": "Office", "period": "2027"}
            StudyFolder.create(studies / "shoes", started("electronics", **about, draw_seed=1))
        context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.goto(link_for(name, "statistician", "shoes"))
        page.get_by_label("New password").fill("seven green umbrellas")
        page.locator("main button").click()
        expect(page.locator("h1")).to_have_text(name)
        return page

    yield enter
    for context in contexts:
        context.close()


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


def test_a_draft_survives_closing_the_page(signed_in):
    page = signed_in("kim")
    page.goto(PLAN)
    page.get_by_label(PER_UNIT).fill("8")
    expect(page.get_by_role("status").filter(has_text="Draft saved at")).to_be_visible()
    again = page.context.new_page()
    page.close()
    again.goto(PLAN)
    expect(again.get_by_label(PER_UNIT)).to_have_value("8")
    expect(again.locator(".draft")).to_contain_text("This is your draft of")
    assert barriers(again) == []
    again.goto(f"/fr{PLAN}")
    expect(again.locator(".draft")).to_contain_text("Ceci est votre brouillon du")
    again.get_by_role("button", name="Abandonner le brouillon").click()
    expect(again).to_have_url(re.compile(f"/fr{PLAN}$"))
    expect(again.locator("#id_per_unit")).to_have_value("6")
    again.get_by_role("button", name="Le reprendre").click()
    expect(again.locator("#id_per_unit")).to_have_value("8")


def test_what_was_typed_last_is_kept_when_the_page_is_left(signed_in):
    page = signed_in("lou")
    page.goto(PLAN)
    page.get_by_label(PER_UNIT).fill("9")
    page.goto("/studies/")
    # What the page sends as it goes may arrive after the next page has been asked for.
    until = time.monotonic() + 15
    while page.goto(PLAN) and page.get_by_label(PER_UNIT).input_value() != "9":
        assert time.monotonic() < until, "what was typed last was not kept"


def test_of_two_who_save_at_once_the_second_sees_both_versions(signed_in):
    first, second = signed_in("ivo"), signed_in("uma")
    for page in (first, second):
        page.goto(PLAN)
    first.get_by_label("Deepest tier").fill("2")
    first.get_by_role("button", name="Keep this design").click()
    expect(first.get_by_text("The design is kept.")).to_be_visible()
    second.get_by_label("Deepest tier").fill("4")
    second.get_by_role("button", name="Keep this design").click()

    expect(second.locator("h1")).to_have_text("Two versions of the design")
    expect(second.locator("main")).to_contain_text("ivo put another design in place")
    row = second.get_by_role("row", name="Deepest tier")
    expect(row.locator("mark")).to_have_text(["4", "2"])
    assert barriers(second) == []
    second.set_viewport_size({"width": 390, "height": 844})
    assert not second.evaluate(WIDE)
    second.get_by_role("button", name="Save mine over it").click()
    expect(second.get_by_text("The design is kept.")).to_be_visible()
    expect(second.get_by_label("Deepest tier")).to_have_value("4")
