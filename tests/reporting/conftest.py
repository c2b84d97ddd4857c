"""A dossier of an invented country; every value here is made up."""

import subprocess

import pytest

from decentwork.dossiers.dossier import Cell, Dossier, Exhibit, Message, PlacedFigure
from decentwork.dossiers.trade_exposure import RISKS
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimates.units import Unit
from decentwork.indicators.figure import Coordinates, Fact, Figure, Unknown

BUREAU = Provenance(
    origins=(
        Origin(
            publisher="Bureau of Statistics & Maps <Avonia>",
            title="Invented employment account",
            licence="CC0",
            citation="Bureau of Statistics & Maps, Invented employment account, 1st ed.",
            sha256="ab" * 32,
            entry="invented_account",
        ),
    ),
    steps=("read as published",),
)


@pytest.fixture
def words_of(pdftoppm):
    """Return the text of a PDF file as Poppler reads it."""

    def read(path):
        program = pdftoppm.with_name("pdftotext")
        command = [program, "-layout", path, "-"]
        ended = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - found by conftest
        return ended.stdout

    return read


@pytest.fixture
def office_pdf(libreoffice, tmp_path):
    """Return the PDF that the office makes of a document."""

    def convert(path):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        how = ["--headless", "--convert-to", "pdf", "--outdir", tmp_path, path]
        subprocess.run([libreoffice, profile, *how], check=True, capture_output=True, timeout=120)  # noqa: S603 - found by conftest
        return path.with_suffix(".pdf")

    return convert


def estimate(value, unit, low=None, high=None, method="published"):
    interval = NoInterval("the publisher prints no interval")
    if low is not None:
        interval = Interval(low=low, high=high, method="log-normal")
    return Estimate(value=value, interval=interval, unit=unit, method=method, provenance=BUREAU)


def placed(id, section, indicator, known, *, subject=None, notes=(), place="XAA", **at):
    topic = at.pop("topic", "employment_security")
    at.setdefault("tier", "context")
    return PlacedFigure(
        id=id,
        section=section,
        figure=Figure(
            indicator=indicator,
            at=Coordinates(place=place, topic=topic, **at),
            known=known,
            subject=subject,
            notes=notes,
        ),
    )


def jobs_figures():
    observed = [
        placed(
            f"trade.jobs12.{year}",
            "trade",
            "jobs_foreign_demand_12",
            estimate(1000.0 + 30 * (year - 2000), Unit.THOUSAND_PERSONS),
            industry="etd12:manufacturing",
            period=str(year),
        )
        for year in range(2000, 2012)
    ]
    modelled = [
        placed(
            f"trade.jobs35.{year}",
            "trade",
            "jobs_foreign_demand_35",
            estimate(v := 480.0 + 25 * (year - 2000), Unit.THOUSAND_PERSONS, v * 0.7, v * 1.4),
            industry="wiod35:c4",
            tier="whole_chain",
            period=str(year),
        )
        for year in range(2000, 2012)
    ]
    return observed + modelled


def market_figures():
    sizes = {"DEU": 210.0, "FRA": 140.0, "GBR": 120.0, "USA": 95.0, "ROW": 60.0}
    return [
        placed(
            f"trade.market.{market}",
            "trade",
            "jobs_by_market_35",
            estimate(size, Unit.THOUSAND_PERSONS, size * 0.7, size * 1.35),
            industry="wiod35:c4",
            tier="whole_chain",
            period="2011",
            market=market,
        )
        for market, size in sizes.items()
    ]


def round_figures():
    return [
        placed(
            f"trade.round.{number}",
            "trade",
            "jobs_by_round",
            estimate(520.0 / 2**number, Unit.THOUSAND_PERSONS),
            subject=f"round {number}",
            industry="wiod35:c4",
            tier="whole_chain",
            period="2011",
        )
        for number in range(7)
    ]


def exposure_figures():
    return [
        placed(
            f"trade.exposed.{month}.{number}",
            "trade",
            "jobs_exposed_by_month",
            estimate(share * 700.0, Unit.THOUSAND_PERSONS),
            subject=subject,
            industry="wiod35:c4",
            tier="whole_chain",
            period=month,
        )
        for month, parts in (("2020-03", (0.1, 0.6, 0.2, 0.1)), ("2020-04", (0.8, 0.1, 0.0, 0.1)))
        for number, (subject, share) in enumerate(zip(RISKS.values(), parts, strict=True))
    ]


def participation_figures():
    return [
        placed(
            f"trade.{side}.{year}",
            "trade",
            f"{side}_participation",
            estimate(start + 0.006 * (year - 2000), Unit.SHARE),
            industry="wiod35:c4",
            tier="whole_chain",
            period=str(year),
        )
        for side, start in (("backward", 0.21), ("forward", 0.17))
        for year in range(2000, 2012)
    ]


def child_labour_figures():
    known = [
        placed(
            f"work.{indicator}.{group}",
            "work",
            indicator,
            estimate(value, Unit.SHARE, value * 0.8, value * 1.2),
            topic="child_labour",
            group=group,
            period="2019",
        )
        for indicator, base in (
            ("child_labour_economic_activity", 0.062),
            ("child_labour_with_chores", 0.081),
            ("working_children", 0.097),
        )
        for group, value in (
            ("age:5-17", base),
            ("female;age:5-17", base * 0.7),
            ("male;age:5-17", base * 1.3),
        )
    ]
    unknown = placed(
        "work.child_hazardous_work",
        "work",
        "child_hazardous_work",
        Unknown(reason="not_in_data", unit=Unit.SHARE, looked_in=BUREAU),
        topic="child_labour",
        period="2019",
    )
    return [*known, unknown]


def goods_figures():
    return [
        placed(
            f"goods.{good}.{kind}.{year}",
            "goods",
            f"listed_{kind}_good",
            Fact(value=f"listed_{kind}", provenance=BUREAU),
            subject=good,
            topic=kind,
            tier="whole_chain",
            period=str(year),
        )
        for good, kind, years in (
            ("Cotton", "child_labour", (2014, 2016, 2018, 2020, 2022)),
            ("Cotton", "forced_labour", (2018, 2020, 2022)),
            ("Thread & Yarn", "child_labour", (2020, 2022)),
        )
        for year in years
    ]


def union_figures():
    country = [
        placed(
            f"work.union_density.{year}",
            "work",
            "union_density",
            estimate(0.14 - 0.004 * (year - 2005), Unit.SHARE),
            topic="freedom_of_association",
            period=str(year),
        )
        for year in range(2005, 2020, 2)
    ]
    region = [
        placed(
            f"work.union_density.region.{year}",
            "work",
            "union_density",
            estimate(0.19 - 0.001 * (year - 2005), Unit.SHARE),
            topic="freedom_of_association",
            period=str(year),
            place="XAB",
        )
        for year in range(2005, 2020, 2)
    ]
    return country + region


def rule_figures():
    states = {"C087": "in_force", "C098": "in_force", "C029": "not_in_force"}
    return [
        placed(
            f"rules.instrument_in_force.{code}",
            "rules",
            "instrument_in_force",
            Fact(value=state, provenance=BUREAU),
            subject=code,
            topic="freedom_of_association" if code != "C029" else "forced_labour",
            period="1997-05-03",
        )
        for code, state in states.items()
    ]


SURVEYED_TIERS = ("lead", "suppliers", "lower_tiers", "home_and_informal")


def surveyed_figures(*indicators, unit=Unit.SHARE, top=0.4):
    """Return figures of a survey down the tiers; what the last one found is withheld."""
    known = [
        (tier, estimate(top / (2 + place), unit, top / (4 + place), top / (1 + place)))
        for place, tier in enumerate(SURVEYED_TIERS[:-1])
    ]
    withheld = Unknown(reason="withheld", unit=unit, looked_in=BUREAU)
    return [
        placed(f"tiers.{id}.{tier}", "tiers", id, value, tier=tier, period="2026")
        for id in indicators
        for tier, value in [*known, (SURVEYED_TIERS[-1], withheld)]
    ]


def surveyed_size():
    return surveyed_figures("surveyed_workers", unit=Unit.PERSONS, top=40_000.0)


def surveyed_deficits():
    return surveyed_figures("surveyed_long_hours", "surveyed_injured")


def surveyed_opportunities():
    return surveyed_figures("surveyed_trained")


EXHIBITED = {
    "jobs_over_time": jobs_figures,
    "jobs_by_market": market_figures,
    "jobs_by_round": round_figures,
    "exposure_by_month": exposure_figures,
    "participation_over_time": participation_figures,
    "child_labour_definitions": child_labour_figures,
    "indicator_trends": union_figures,
    "listed_goods_by_edition": goods_figures,
    "surveyed_size": surveyed_size,
    "surveyed_deficits": surveyed_deficits,
    "surveyed_opportunities": surveyed_opportunities,
}


def cells():
    from decentwork.classifications.tiers import tiers
    from decentwork.classifications.topics import topics

    reason = Message(
        id="need_from_list",
        fields={"good": "Thread & Yarn", "kind": "listed_child_labour", "edition": "2022"},
        figures=("goods.Thread & Yarn.child_labour.2022",),
    )
    nothing = Message(id="nothing_known_at_tier", fields={"tier": "suppliers"})
    return tuple(
        Cell(
            topic=topic.id,
            tier=tier.id,
            need="deficit" if is_known else "unknown",
            obligation="yes" if topic.fundamental else "unknown",
            action="yes" if is_known else "no",
            gap="no_evidence_of_effect" if is_known else "nothing_known",
            reasons=(reason,) if is_known else (nothing,),
        )
        for topic in topics()
        for tier in tiers()
        for is_known in ((topic.id, tier.id) == ("child_labour", "whole_chain"),)
    )


def drawn(id):
    figures = EXHIBITED[id]()
    section = figures[0].section
    return Exhibit(id=id, section=section, figures=tuple(f.id for f in figures)), figures


@pytest.fixture
def exhibit_of():
    """Return the exhibit of an id and its figures."""
    return drawn


@pytest.fixture
def avonia():
    figures = tuple(figure for make in EXHIBITED.values() for figure in make())
    exhibits = tuple(drawn(id)[0] for id in EXHIBITED)
    return Dossier(
        place="XAA",
        chain="garments",
        industries=("wiod35:c4",),
        key="invented",
        version="0",
        invented=True,
        figures=(*figures, *rule_figures()),
        in_short=(
            Message(
                id="jobs_behind_exports",
                fields={
                    "place": "XAA",
                    "value": 1330.0,
                    "low": None,
                    "high": None,
                    "share": 0.24,
                    "year": "2011",
                    "industry": "etd12:manufacturing",
                    "observed": True,
                },
                figures=("trade.jobs12.2011",),
            ),
            Message(
                id="listed_goods",
                fields={
                    "place": "XAA",
                    "listed": [
                        ("Cotton", ["listed_child_labour"]),
                        ("Thread & Yarn", ["listed_child_labour", "listed_forced_labour"]),
                    ],
                    "edition": "2022",
                },
            ),
            Message(id="strongest_unknown", fields={"question": "survey_missing"}),
        ),
        exhibits=exhibits,
        cells=cells(),
        actions=(),
        open_questions=(
            Message(id="survey_missing", fields={"place": "XAA", "chain": "garments"}),
            Message(
                id="instrument_not_in_data",
                fields={"place": "XAA", "instruments": ["P029", "C155"]},
            ),
        ),
    )
