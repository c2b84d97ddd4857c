"""A person's way through the site, in a browser."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

DOSSIER = "/chains/XAA/garments/"
FIGURE = f"{DOSSIER}figures/trade.jobs_foreign_demand_12.XAA.etd12-manufacturing.2011/"
PAGES = (
    "/",
    "/chains/",
    DOSSIER,
    FIGURE,
    "/data/",
    "/method/",
    "/chains/?q=nothing+of+that+name",
    "/studies/",
    "/trade/",
    "/trade/?by=place&industry=c4",
    "/trade/shock/?product=c4&market=XAB&month=&fall=30",
    "/sectors/garments/?places=XAA,XAB",
    "/sign-in/",
)


def see_all(page: Page) -> None:
    """Scroll through the page, so that every chart is drawn, and open what is folded."""
    for chart in page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        expect(chart.locator("svg.marks")).to_be_visible(timeout=20_000)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_the_content_policy(page, path):
    page.goto(path)
    see_all(page)
    assert page.evaluate("window.refused") == []
    assert page.troubles == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_barrier(page, path, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    see_all(page)
    found = Axe().run(page)
    serious = [
        (barrier["id"], barrier["nodes"][0]["html"][:200])
        for barrier in found.response["violations"]
        if barrier["impact"] in ("serious", "critical")
    ]
    assert serious == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_a_phone(page, path):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(path)
    see_all(page)
    widths = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert widths[0] <= widths[1]


def test_from_the_front_page_to_a_dossier_with_the_keyboard_alone(page):
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").get_attribute("name") == "q":
            break
    page.keyboard.type("Avonia garments")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{DOSSIER}$"))
    expect(page.locator("h1")).to_have_text("Garments, Avonia")


def test_the_language_changes_on_the_page_one_reads(page):
    page.goto(DOSSIER)
    page.get_by_role("link", name="Français").click()
    expect(page.locator("h1")).to_have_text("Habillement, Avonia")
    page.get_by_role("link", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", name="En resumen")).to_be_visible()


def test_arrow_keys_move_through_the_matrix_and_a_cell_opens_its_reasons(page):
    page.goto(DOSSIER)
    cells = page.locator("[data-matrix] a")
    cells.first.focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"):
        page.keyboard.press(key)
    expect(page.locator("[data-matrix] tbody tr").nth(2).locator("a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-panel] li").first).to_be_visible()
    expect(page.locator("[data-panel] h3")).to_contain_text("Child labour")


def test_filters_change_the_list_in_place_and_can_be_linked(page):
    page.goto("/chains/")
    page.get_by_label("trade figures").check()
    expect(page).to_have_url(re.compile("trade=1"))
    expect(page.locator("#results")).to_contain_text("chains")
    shown = page.locator("#results .rows h2").all_text_contents()
    page.reload()
    assert page.locator("#results .rows h2").all_text_contents() == shown


def test_filters_work_where_no_script_runs(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/chains/")
    page.get_by_label("by country").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".rows h2").first).to_contain_text("Avonia")
    assert "sort=country" in page.url
    context.close()


def test_a_chart_has_its_numbers_beneath_and_downloads(page):
    page.goto(DOSSIER)
    exhibit = page.locator("figure.exhibit").first
    exhibit.get_by_text("Data table").click()
    expect(exhibit.locator("table")).to_be_visible()
    with page.expect_download() as download:
        exhibit.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text().startswith("id,section,indicator")


def test_a_trade_question_is_answered_where_no_script_runs(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/trade/")
    page.get_by_label("Place of work", exact=True).select_option("XAA")
    page.get_by_label("Shown by", exact=True).select_option("market")
    page.get_by_role("button", name="Show").click()
    assert "place=XAA" in page.url
    expect(page.locator("table tbody th").filter(has_text="Avonia")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text().startswith("market,market_name")
    context.close()


def test_a_figure_leads_to_where_it_comes_from(page):
    page.goto(DOSSIER)
    page.locator(".in-short a.ref").first.click()
    expect(page.get_by_text("Checksum (SHA-256)").first).to_be_visible()
    expect(page.get_by_text("Invented sample world").first).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_is_wider_than_its_window_from_right_to_left(mirrored, path, width):
    mirrored.set_viewport_size({"width": width, "height": 900})
    mirrored.goto(path)
    see_all(mirrored)
    expect(mirrored.locator("h1")).to_contain_text("\u05d0")
    # What is too wide on such a page lies to the left of its beginning.
    assert mirrored.evaluate("document.documentElement.scrollWidth") <= width
    left = "Math.min(...[...document.querySelectorAll('main, main > *')]"
    assert mirrored.evaluate(f"{left}.map(each => each.getBoundingClientRect().left))") >= 0
    assert mirrored.troubles == []


def test_a_dossier_from_right_to_left_is_its_mirror_image(mirrored):
    mirrored.goto(DOSSIER)
    rail, text = mirrored.locator(".rail a").first, mirrored.locator(".in-short")
    assert rail.bounding_box()["x"] > text.bounding_box()["x"]
    heads = mirrored.locator("[data-matrix] thead th")
    places = [head.bounding_box()["x"] for head in heads.all()]
    assert places == sorted(places, reverse=True)


def test_arrow_keys_follow_the_eye_from_right_to_left(mirrored):
    mirrored.goto(DOSSIER)
    row = mirrored.locator("[data-matrix] tbody tr").first.locator("a")
    row.first.focus()
    mirrored.keyboard.press("ArrowLeft")
    expect(row.nth(1)).to_be_focused()
    mirrored.keyboard.press("ArrowRight")
    expect(row.first).to_be_focused()


def test_from_the_front_page_to_a_dossier_from_right_to_left(mirrored):
    mirrored.goto("/")
    mirrored.locator("[name=q]").fill("Avonia garments")
    mirrored.keyboard.press("Enter")
    expect(mirrored).to_have_url(re.compile(f"{DOSSIER}$"))
    mirrored.locator(".in-short a.ref").first.click()
    expect(mirrored.locator(".figure-value")).to_be_visible()
