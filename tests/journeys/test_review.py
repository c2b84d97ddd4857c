"""Three pairs of the invented lists are judged with the keyboard alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
HEADING = "document.activeElement.matches('[data-heading]')"


@pytest.fixture
def curator(page: Page, link_for) -> Page:
    """The queue of pairs in the browser of somebody who keeps the lists."""
    page.goto(link_for("cleo", "curator", ""))
    page.get_by_label("New password").fill("seven green umbrellas")
    page.locator("main button").click()
    expect(page.locator("h1")).to_have_text("cleo")
    page.goto("/enterprises/review/")
    for _second in range(60):  # a worker matches the lists after the first start
        if page.locator(".compared").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    return page


def left(page: Page) -> int:
    return int(re.search(r"Left: (\d+)", page.locator("#review").inner_text())[1])


def judge(page: Page, key: str, told: str) -> None:
    """Press a key; the next pair stands there with the focus on it, and what was done is told."""
    before = page.locator("#review").element_handle()
    page.keyboard.press(key)
    page.wait_for_function("(before) => !before.isConnected", arg=before)
    expect(page.locator("[data-announce]")).to_have_text(told)
    page.wait_for_function(HEADING)


def test_pairs_are_judged_with_the_keyboard(curator):
    page = curator
    first, waiting = page.locator(".compared").inner_text(), left(page)
    judge(page, "d", "Recorded: two enterprises.")
    assert page.locator(".compared").inner_text() != first
    judge(page, "u", "Undone: the pair is to be judged again.")
    assert page.locator(".compared").inner_text() == first
    assert left(page) == waiting
    judge(page, "s", "Recorded: one enterprise.")
    judge(page, "l", "Put off: this pair comes last.")
    judge(page, "u", "Taken back: this pair is in its turn again.")

    # Letters typed into the reason are a reason.
    page.get_by_label("Why").focus()
    page.keyboard.type("sold")
    page.keyboard.press("Escape")
    page.wait_for_function(HEADING)
    judge(page, "d", "Recorded: two enterprises.")
    page.keyboard.press("Control+d")
    page.keyboard.press("?")
    expect(page.get_by_text("leave the field for a reason")).to_be_visible()
    expect(page.locator("#review")).to_contain_text("You judged today: 2.")

    rows = page.locator(".compared a[href*='/review/enterprise/']").first.get_attribute("href")
    identifier = rows.rstrip("/").rpartition("/")[2]
    for address in ("", "merged/", "log/", f"enterprise/{identifier}/"):
        look_at(page, f"/enterprises/review/{address}")
        if address == "log/":
            expect(page.locator(".judged")).to_contain_text("sold")
    assert page.troubles == []


def look_at(page: Page, address: str) -> None:
    """Have a page looked at wide and light, then narrow and dark, all of it unfolded."""
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)
        found = Axe().run(page).response["violations"]
        assert [it["id"] for it in found if it["impact"] in ("serious", "critical")] == [], address
        assert not page.evaluate(WIDE), address
    assert page.evaluate("window.refused") == []
