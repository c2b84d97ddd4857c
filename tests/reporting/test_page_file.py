import dataclasses
import re
from html.parser import HTMLParser

import pytest

from decentwork.dossiers.assemble import build_dossier
from decentwork.dossiers.dossier import SECTIONS
from decentwork.estimates.messages import translatable
from decentwork.indicators.figure import Unknown
from decentwork.reporting.page_file import fragments, page_file


class Marks(HTMLParser):
    """The ids and inner links of a page, and whether every element is closed."""

    def __init__(self, page):
        super().__init__()
        self.ids, self.links, self.open = [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.ids += [found["id"]] if "id" in found else []
        self.links |= {found["href"]} if found.get("href", "").startswith("#") else set()
        if tag not in ("meta", "br", "col", "link", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def written(dossier, **options):
    return page_file(dossier, lambda exhibit: f'<svg data-of="{exhibit.id}"></svg>', **options)


@pytest.fixture(scope="module")
def sample(sample_folder):
    return build_dossier("XAA", "garments", sample_folder.sample_world()).to_dict()


@pytest.fixture(scope="module")
def page(sample):
    return written(sample)


def test_every_section_stands_once_and_in_order(page):
    found = re.findall(r'<section class="section" id="(\w+)"', page)
    assert found == [*SECTIONS, "sources"]


def test_every_link_within_the_page_leads_somewhere(page):
    marks = Marks(page)
    assert {link[1:] for link in marks.links} - set(marks.ids) == set()
    assert len(marks.links) > 50


def test_no_place_in_the_page_has_two_names_alike(page):
    ids = Marks(page).ids
    assert [each for each in set(ids) if ids.count(each) > 1] == []


def test_every_element_is_closed(page):
    assert Marks(page).open == []


def test_every_chart_is_inside_and_nothing_is_fetched(page, sample):
    assert re.findall(r'data-of="(\w+)"', page) == [each["id"] for each in sample["exhibits"]]
    assert not re.search(r"<(script|link|img|iframe)|src=|@import|url\((?!#)", page)


def test_a_dossier_with_everything_unknown_says_so(avonia):
    figures = tuple(
        dataclasses.replace(
            each, figure=dataclasses.replace(each.figure, known=Unknown(reason="not_in_data"))
        )
        for each in avonia.figures
    )
    blank = dataclasses.replace(avonia, figures=figures, exhibits=(), in_short=()).to_dict()
    page = written(blank)
    assert page.count('<dt class="not-known">not known: not in the data at hand</dt>') >= 5
    assert "None" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def test_an_empty_dossier_says_what_is_missing_and_who_could_supply_it(avonia):
    bare = dataclasses.replace(
        avonia, figures=(), exhibits=(), in_short=(), cells=(), open_questions=()
    )
    page = written(bare.to_dict())
    assert "No survey of this chain is at hand" in page
    assert "No record at hand names an activity" in page
    assert "a list names only what its publisher had reason to believe" in page


def test_a_name_with_marks_of_html_is_shown_as_it_is_written(sample):
    figure = next(each for each in sample["figures"] if each["section"] == "work")
    named = [figure | {"id": "work.named", "subject": "<b>&</b>"}]
    page = written(sample | {"figures": [*sample["figures"], *named]})
    assert "&lt;b&gt;&amp;&lt;/b&gt;" in page
    assert "<b>&</b>" not in page


def test_the_page_is_in_the_language_of_its_reader(sample):
    page = written(sample, language="fr", translate=lambda text: f"«{text}»")
    assert '<html lang="fr">' in page
    assert "«Sources and method»" in page


def test_one_and_many_are_told_apart_outside_the_site():
    entry = translatable("{{ ngettext('one value', 'many values', count) }}")
    made = fragments().from_string(entry)
    assert [made.render(count=count) for count in (1, 2)] == ["one value", "many values"]
