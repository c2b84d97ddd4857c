"""From the first administrator to a study's plan, in a browser."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

GOOD = "seven green umbrellas"
STEPS = ("", "plan/", "questionnaire/", "consultation/", "fieldwork/", "submissions/", "decisions/")
FIELDED = ("", *STEPS[1:], "estimates/", "release/", "released/")


def join(page: Page, link: str, name: str) -> None:
    page.goto(link)
    page.get_by_label("Your name").fill(name.title())
    page.get_by_label("Name to sign in with").fill(name)
    page.get_by_label("New password").fill(GOOD)
    page.get_by_role("button", name="Join").click()
    expect(page.locator("h1")).to_have_text(name.title())


def barriers(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [each["id"] for each in found if each["impact"] in ("serious", "critical")]


def invited(page: Page) -> str:
    """Have an office added, and a statistician of another invited; return the link for them."""
    page.goto("/members/")
    page.get_by_label("Name of the organisation").fill("Office of Avonia")
    page.get_by_role("button", name="Add the organisation").click()
    page.get_by_label("Name of the person").fill("Bo")
    office = "Statistical Office of Avonia (invented)"  # which produces the demonstration
    page.get_by_label("Organisation", exact=True).select_option(label=office)
    page.get_by_label("Role").select_option("statistician")
    page.get_by_role("button", name="Make a link").click()
    return page.locator("#new-link").input_value()


def test_an_administrator_invites_a_statistician_who_plans_a_study(page, first_link, context):
    join(page, first_link, "ada")
    link = invited(page)
    assert barriers(page) == []
    page.get_by_role("button", name="Sign out").click()

    join(page, link, "bo")
    page.goto("/studies/")
    page.get_by_role("link", name="New study").click()
    page.get_by_label("Template").select_option("electronics")
    page.get_by_label("Country").select_option("XAA")
    page.get_by_label("Short name").fill("circuits")
    page.get_by_label("Period of the figures").fill("2027")
    page.get_by_role("button", name="Make the study").click()
    expect(page).to_have_url(re.compile("/studies/circuits/plan/$"))

    # The worker compiles its simulation first, once on a machine.
    expect(page.locator("#expected table")).to_be_visible(timeout=180_000)
    expect(page.locator("#expected")).to_contain_text("100 simulated surveys")
    for step in STEPS:
        look_at(page, f"/studies/circuits/{step}")
    estimate(page, "/studies/demonstration/estimates/")
    for step in FIELDED:
        look_at(page, f"/studies/demonstration/{step}")
    assert page.troubles == []


def look_at(page: Page, address: str) -> None:
    """Have a page looked at wide and light, then narrow and dark, all of it unfolded."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    expect(page.locator(".htmx-request:not([hx-trigger^=every])")).to_have_count(0)
    assert barriers(page) == [], address
    assert page.evaluate("window.refused") == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme="dark")
    expect(page.locator(".htmx-request:not([hx-trigger^=every])")).to_have_count(0)
    assert barriers(page) == [], address
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide), address
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 900})


def estimate(page: Page, address: str) -> None:
    """Have the demonstration estimated, and see the chain behind it."""
    page.goto(address)
    page.get_by_label("Where a unit's number of buyers").select_option("observed")
    page.get_by_role("button", name="Estimate", exact=True).click()
    expect(page.get_by_role("link", name="Go to the page")).to_be_visible(timeout=180_000)
    page.goto(address)
    page.get_by_text("The chain that was observed, and whom to ask what").click()
    expect(page.get_by_role("table", name="Critical suppliers")).to_be_visible()
