import io
import json
from zipfile import ZipFile

import pytest
from tests.footprints.toy import JOBS, account, table

from decentwork.estimates.interval import NoInterval
from decentwork.footprints.any_footprint import selected_labour
from decentwork.footprints.leontief import factorise
from decentwork.footprints.risk_classes import Thresholds
from decentwork.footprints.uncertainty import AccountError
from decentwork.reporting.numbers import Reader
from decentwork.reporting.trade_labour import (
    classification_of,
    labour_chart,
    labour_file,
    labour_page,
    labour_rows,
)

CODES = ("S1", "S2")
READER = Reader()
LEONTIEF = factorise(table())


def found(by=("place",), how="observed", error=None):
    known = account(how=(how,) * 6)
    chosen = NoInterval("nobody told") if error is None else error
    return selected_labour(LEONTIEF, known, by, error=chosen)


def test_observed_places_stand_largest_first_and_modelled_ones_by_name():
    ranked = labour_rows(found(), CODES, READER)
    assert [row.name for row in ranked] == ["B", "A", "C"]
    assert [row.name for row in labour_rows(found(how="modelled"), CODES, READER)] == list("ABC")


def test_a_sum_without_interval_says_why():
    page = labour_page(found(), CODES, READER)
    assert page.interval == ""
    assert page.interval_note == "nobody told"


def test_an_interval_without_width_is_not_told():
    controlled = AccountError(values=account().values, controls=tuple("AABBCC"), cells=0.3)
    page = labour_page(found(error=controlled), CODES, READER)
    assert page.interval == ""
    assert {row.interval for row in page.rows} == {""}


def test_risk_is_told_with_thresholds_only():
    assert {row.risk for row in labour_rows(found(), CODES, READER)} == {""}
    page = labour_page(found(), CODES, READER, Thresholds())
    assert {row.risk for row in page.rows} == {"high"}
    assert page.thresholds == ("10\N{NO-BREAK SPACE}%", "30\N{NO-BREAK SPACE}%")


def test_many_bars_are_drawn_as_the_largest_and_one_for_the_others(monkeypatch):
    monkeypatch.setattr("decentwork.reporting.trade_labour.DRAWN", 2)
    rows = labour_rows(found(), CODES, READER)
    chart = labour_chart(rows, "thousand persons", READER, 600).to_dict()
    values = json.dumps(chart)
    assert "all others (2)" in values
    assert '"A"' not in values


def test_industries_are_named_by_the_classification_that_has_them_all():
    assert classification_of(["c4", "c5"]) == "wiod35"
    assert classification_of(["manufacturing", "mining"]) == "etd12"
    assert classification_of(["S1"]) == ""


@pytest.mark.parametrize("kind", ["csv", "json", "xlsx", "svg", "chart"])
def test_every_file_holds_the_answer(kind):
    made = labour_file(found(), CODES, kind, READER, 600)
    text = made.decode("latin-1") if isinstance(made, bytes) else made
    if kind == "xlsx":
        assert len(ZipFile(io.BytesIO(made)).namelist()) > 5
    else:
        assert "S1" in text or "B" in text
    assert labour_file(found(), CODES, "pdf", READER, 600) is None


def test_a_workbook_has_the_sources_beside_the_rows():
    made = labour_file(found(), CODES, "xlsx", READER, 600)
    assert "Sources" in ZipFile(io.BytesIO(made)).read("xl/workbook.xml").decode()
    assert sum(JOBS) == pytest.approx(found().total.value)
