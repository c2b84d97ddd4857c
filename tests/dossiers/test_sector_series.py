import pytest
from tests.dossiers.worlds import INVENTED

from decentwork.dossiers.sector_series import INDEXED_OVER_A_BREAK, SectorSeries, breaks_of
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.units import Unit
from decentwork.indicators.figure import Coordinates, Figure

BREAK = "break in the series before this year"


def figure(year, value, *notes):
    return Figure(
        indicator="employment",
        at=Coordinates(place="XAA", topic="employment_security", period=str(year)),
        known=Estimate(
            value=value,
            interval=NoInterval("none printed"),
            unit=Unit.THOUSAND_PERSONS,
            method="published",
            provenance=INVENTED,
        ),
        notes=notes,
    )


def series(*figures):
    return SectorSeries(
        measure="employment",
        place="XAA",
        industry="",
        reach="national",
        quality="observed",
        source="invented",
        figures=figures,
        breaks=breaks_of("invented", figures),
    )


def years(run):
    return [int(it.at.period) for it in run]


def test_a_line_stops_at_a_year_without_value():
    found = series(figure(2010, 1), figure(2011, 2), figure(2013, 3))
    assert [years(run) for run in found.runs] == [[2010, 2011], [2013]]
    assert found.gaps == (2012,)


def test_a_line_stops_before_a_break_that_the_publisher_marks():
    found = series(figure(2010, 1), figure(2011, 2, BREAK), figure(2012, 3))
    assert [it.year for it in found.breaks] == [2011]
    assert [years(run) for run in found.runs] == [[2010], [2011, 2012]]


def test_a_break_before_the_first_year_breaks_nothing():
    assert series(figure(2010, 1, BREAK), figure(2011, 2)).breaks == ()


def test_a_break_that_is_declared_for_a_whole_series_stands_at_its_year():
    figures = tuple(
        Figure(
            indicator="minimum_wage",
            at=Coordinates(place="BGD", topic="earnings", period=str(year)),
            known=figure(year, 5).known,
        )
        for year in (2022, 2023)
    )
    [found] = breaks_of("ilostat_minimum_wage_garment_countries", figures)
    assert (found.year, "garment" in found.reason) == (2023, True)


def test_an_index_is_100_in_its_base_year_and_says_how_it_was_made():
    indexed = series(figure(2010, 4), figure(2011, 6)).indexed(2010)
    assert [it.value for it in indexed.figures] == [100, 150]
    assert indexed.base == 2010
    assert indexed.figures[1].known.unit is Unit.INDEX_BASE_100
    assert "2010" in indexed.figures[1].known.provenance.steps[-1]


def test_an_index_over_a_break_says_so_on_that_side_only():
    indexed = series(figure(2010, 4), figure(2011, 6, BREAK), figure(2012, 8)).indexed(2012)
    marked = [INDEXED_OVER_A_BREAK in it.notes for it in indexed.figures]
    assert marked == [True, False, False]


def test_a_year_without_value_cannot_be_the_base():
    with pytest.raises(ValueError, match="2009"):
        series(figure(2010, 4)).indexed(2009)


def test_a_year_stands_once_in_a_series():
    with pytest.raises(ValueError, match="at most one a year"):
        series(figure(2010, 4), figure(2010, 5))


def test_years_can_be_cut_out_of_a_series():
    found = series(figure(2010, 1), figure(2011, 2, BREAK), figure(2012, 3))
    assert found.between(2011, 2012).years == (2011, 2012)
    assert found.between(2011, 2012).breaks == ()
    assert found.between(2015, 2016) is None
