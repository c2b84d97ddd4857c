"""A second, invented programme, entered wholly in the browser; a department reports, another
approves.
"""

import re

from playwright.sync_api import Page, expect
from tests.journeys.test_studies import GOOD, join, look_at

PROGRAMME = "/programmes/avonia/"
PAGES = (
    "", "progress/", "updates/", "activities/", "records/course/", "records/inspectors/",
    "records/course/edit/", "activities/new/", "departments/", "publish/",
)  # fmt: skip


def set_password(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("New password").fill(GOOD)
    page.locator("main button").click()


def sign_in(page: Page, name: str) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")
    page.get_by_label("Name or email address").fill(name)
    page.get_by_label("Password").fill(GOOD)
    page.locator("main button").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def add(page: Page, link: str, fields: dict[str, str], chosen: dict[str, str]) -> None:
    """Follow a link that begins a record, fill it in and save it."""
    page.get_by_role("link", name=link, exact=True).first.click()
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)
    for label, option in chosen.items():
        page.get_by_label(label, exact=True).select_option(label=option)
    page.get_by_role("button", name="Save").click()


def begin(page: Page) -> None:
    page.goto("/programmes/")
    page.get_by_role("link", name="New programme").click()
    page.get_by_label("Title (English)").fill("Decent work in Avonia")
    page.get_by_label("Short name").fill("avonia")
    page.get_by_label("Organisation", exact=True).fill("Ministry of Labour of Avonia")
    page.get_by_label("Begins").fill("2026")
    page.get_by_label("Ends").fill("2028")
    page.get_by_label("Invented, for a demonstration").check()
    page.get_by_role("button", name="Begin the programme").click()
    expect(page.locator("h1")).to_have_text("Decent work in Avonia")


def enter(page: Page) -> None:
    """Enter an area, an activity with who leads it, its result, indicator and target."""
    title = "Title (English)"
    page.goto(f"{PROGRAMME}organisations/")
    unit = {title: "Training unit", "Short name": "training_unit"}
    add(page, "New organisation", unit, {"Kind": "department"})
    page.goto(PROGRAMME)
    area = {title: "Training", "Short name": "training", "Number": "1"}
    page.get_by_role("link", name="New area of action").click()
    page.get_by_text("Further fields").click()
    for label, text in area.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Save").click()
    course = {title: "A course for inspectors", "Short name": "course", "Countries": "Avonia"}
    add(page, "New activity", course, {"Kind": "course", "State": "under way"})
    add(page, "New role of an organisation", {}, {"Organisation": "Training unit", "Role": "leads"})
    result = {title: "Inspectors trained", "Short name": "trained"}
    add(page, "New result", result, {"Level": "output"})
    indicator = {title: "Inspectors who passed", "Short name": "inspectors"}
    add(page, "New indicator", indicator, {"Kind of measure": "count or amount"})
    target = {"Begins": "2026-01-01", "Ends": "2026-12-31", "Value": "100"}
    add(page, "New target", target, {})
    expect(page.locator("h1")).to_have_text("Inspectors who passed")


def invite_a_reporter(page: Page) -> str:
    """Have a department added and somebody of it invited; return the link for them."""
    page.goto("/members/")
    page.get_by_label("Name of the organisation").fill("Training unit of the ministry")
    page.get_by_label("Kind", exact=True).select_option("government")
    page.get_by_role("button", name="Add the organisation").click()
    page.get_by_label("Name of the person").fill("Rui")
    department = "Training unit of the ministry"
    page.get_by_label("Organisation", exact=True).select_option(label=department)
    page.get_by_label("Role").select_option("reporter")
    page.get_by_label("Study or programme").fill("avonia")
    page.get_by_role("button", name="Make a link").click()
    return page.locator("#new-link").input_value()


def test_a_programme_is_entered_reported_on_approved_and_published(page, link_for):
    links = [link_for("ira", "administrator", ""), link_for("ana", "approver", "avonia")]
    set_password(page, links[1])
    page.get_by_role("button", name="Sign out").click()
    set_password(page, links[0])
    reporter = invite_a_reporter(page)
    page.get_by_role("button", name="Sign out").click()
    set_password(page, link_for("olga", "officer", ""))
    begin(page)
    enter(page)
    page.goto(f"{PROGRAMME}departments/")
    row = page.locator("li").filter(has_text="Training unit of the ministry")
    row.get_by_label("They report for").select_option(label="Training unit")
    row.get_by_role("button").click()
    for step in PAGES:
        look_at(page, PROGRAMME + step)

    page.get_by_role("button", name="Sign out").click()
    join(page, reporter, "rui")
    page.goto(f"{PROGRAMME}updates/")
    page.get_by_role("link", name="Write an update of Inspectors who passed").click()
    page.get_by_label("Begins").fill("2026-01-01")
    page.get_by_label("Ends").fill("2026-12-31")
    page.get_by_label("Value").fill("120")
    page.get_by_role("button", name="Submit it").click()
    expect(page.locator(".figure-value + p .tag")).to_have_text("submitted")
    address = page.url

    sign_in(page, "ana")
    page.goto(address)
    look_at(page, re.sub(r"^https?://[^/]+", "", address))
    page.get_by_role("button", name="Approve it").click()
    expect(page.locator(".figure-value + p .tag")).to_have_text("approved")
    page.goto(f"{PROGRAMME}progress/")
    expect(page.get_by_role("cell", name="target reached")).to_be_visible()

    sign_in(page, "olga")
    page.goto(f"{PROGRAMME}publish/")
    page.get_by_role("button", name="Publish it as it is now").click()
    page.get_by_role("link", name="Go to the page this belongs to").click(timeout=120_000)
    page.get_by_role("button", name="Sign out").click()
    page.goto("/programmes/")
    page.get_by_role("link", name="Decent work in Avonia").click()
    page.locator("summary").first.click()
    expect(page.get_by_text("1 target reached").first).to_be_visible()
    assert page.troubles == []
