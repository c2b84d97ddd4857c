"""From a gap in a dossier to a plan, and where the plan stands on the pages of a programme."""

import re

from playwright.sync_api import Page, expect
from tests.journeys.test_programmes import set_password
from tests.journeys.test_studies import look_at

PROGRAMME = "/programmes/avonia_answers/"
SHIPPED = "/programmes/ilo_supply_chains_2017_2021/"


def begin(page: Page) -> None:
    """Begin a programme with one area."""
    page.goto("/programmes/new/")
    page.get_by_label("Title (English)").fill("Answers in Avonia")
    page.get_by_label("Short name").fill("avonia_answers")
    page.get_by_label("Organisation", exact=True).fill("Ministry of Labour of Avonia")
    page.get_by_label("Begins").fill("2026")
    page.get_by_label("Ends").fill("2028")
    page.get_by_role("button", name="Begin the programme").click()
    page.get_by_role("link", name="New area of action").click()
    page.get_by_text("Further fields").click()
    page.get_by_label("Title (English)").fill("Hours")
    page.get_by_label("Short name").fill("hours")
    page.get_by_label("Number").fill("1")
    page.get_by_role("button", name="Save").click()


def surveyed_dossier(page: Page) -> str:
    """Return the address of the dossier of a chain that the demonstration surveyed."""
    page.goto("/chains/?survey=on")
    page.locator(".rows h2 a, .rows h3 a").first.click()
    expect(page.locator("#action")).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", page.url).partition("#")[0]


def test_an_officer_plans_an_answer_to_a_gap_of_a_dossier(page, link_for):
    set_password(page, link_for("oda", "officer", ""))
    begin(page)
    dossier = surveyed_dossier(page)
    gap = page.locator(".gap-row").first
    name = gap.get_attribute("id")
    gap.get_by_role("link", name=re.compile("Plan an answer to .* in Answers in Avonia")).click()
    expect(page.get_by_label("State", exact=True)).to_have_value("planned")
    look_at(page, re.sub(r"^https?://[^/]+", "", page.url))
    page.get_by_label("Short name").fill("shorter_hours")
    page.get_by_label("Kind", exact=True).select_option(label="project")
    page.get_by_label("Area of action").select_option(label="Hours")
    page.get_by_role("button", name="Plan it").click()
    page.locator(f"a[href$='#{name}']").click()  # the gap it answers
    expect(page).to_have_url(re.compile(f"#{name}$"))
    expect(page.locator(f"#{name}")).to_contain_text("Being worked on:")
    look_at(page, dossier)
    for part in ("", "needs/", "coordination/"):
        look_at(page, PROGRAMME + part)
    expect(page.locator(".rail [aria-current]")).to_have_text("Coordination")
    page.get_by_role("button", name="Sign out").click()
    for part in (SHIPPED, f"{SHIPPED}needs/", f"{SHIPPED}coordination/", "/programmes/portfolio/"):
        look_at(page, part)
    assert page.troubles == []
