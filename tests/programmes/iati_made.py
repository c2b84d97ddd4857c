"""An invented programme in Avonia that uses everything IATI can hold, and what it cannot."""

from datetime import UTC, datetime

from tests.programmes.made import ACTIVITY, AREA, HEADER, INDICATOR, RESULT, row, update

from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Header

NOW = datetime(2027, 6, 30, 12, tzinfo=UTC)


def programme(*rows, header=(), activity=()):
    """Return the small programme, whose organisation has an identifier, and further rows."""
    told = {"organisation_iati": "XI-IATI-AVONIA"} | dict(header)
    return Programme.of(
        Header.model_validate(HEADER | told),
        [row("areas", **AREA), row("activities", **ACTIVITY | dict(activity)), *rows],
    )


def measured(*rows, **indicator):
    """Return the small programme with its result, an indicator like this, and its rows."""
    told = row("indicators", **INDICATOR | indicator)
    return programme(row("results", **RESULT), told, *rows)


def full():
    """Return a programme with every kind of record that IATI can hold."""
    return programme(
        *_who(), *_what(), *_money(), *_results(), header={"about": {"en": "All.", "fr": "Tout."}}
    )


def _who():
    return [
        row("documents", id="review", title="A review", address="https://avonia.invalid/a.pdf",
            published="2026-11", text="What was found."),
        row("documents", id="memo", title="A memo on paper"),
        row("organisations", id="ministry", title="Ministry", kind="government", place="VNM",
            iati="XI-IATI-AVONIA"),
        row("organisations", id="unit", title="Unit of statistics", kind="department"),
        row("organisations", id="fund", title={"en": "A fund", "es": "Un fondo"},
            kind="international"),
        row("roles", record="course", organisation="unit", role="lead"),
        row("roles", record="course", organisation="ministry", role="accountable"),
        row("roles", record="course", organisation="fund", role="host"),
        row("roles", record="training", organisation="fund", role="partner"),
    ]  # fmt: skip


def _what():
    return [
        row("deliverables", id="curriculum", title="A curriculum", area="training", ends="2027"),
        row("activities", **ACTIVITY | {
            "id": "pilot", "title": {"en": "A pilot", "fr": "Un essai"}, "kind": "project",
            "deliverable": "curriculum", "starts": "2026-03", "ends": "2027-05", "state": "done",
            "places": ["VNM", "ETH", "XAA"], "regions": ["142"], "chains": ["electronics"],
            "topics": ["equality", "skills", "social_protection"], "tiers": ["suppliers"],
            "groups": ["female;age:15+"], "industries": ["isic4:C26"], "workers_reached": 40,
            "effect": "Fewer accidents.", "evidence": ["review", "memo"],
            "attribution": "contributed", "answers": ["VNM/electronics/earnings/lead"],
            "text": "A first try.\nIn two lines.",
        }),
        row("activities", **ACTIVITY | {
            "id": "second", "title": "A second one", "part_of": "pilot", "waits_for": ["course"],
            "state": "dropped", "why": "No money.", "ends": "2025", "topics": ["recruitment"],
        }),
    ]  # fmt: skip


def _money():
    budget = {"record": "pilot", "currency": "EUR"}
    return [
        row("budgets", **budget, year=2026, amount=100.5, source="fund"),
        row("budgets", **budget, year=2027, amount=1e6, kind="needed"),
        row("budgets", **budget, year=2027, amount=20, kind="spent", source="fund"),
        row("budgets", record="training", year=2026, amount=7, currency="USD"),
    ]


def _results():
    share = {"indicator": "passed", "starts": "2026-01-01", "ends": "2026-12-31"}
    return [
        row("results", **RESULT),
        row("results", id="safer", title="Safer work", of="training", level="outcome"),
        row("indicators", **INDICATOR | {
            "unit": {"en": "persons", "fr": "personnes"}, "baseline_year": 2025, "baseline": 3,
            "baseline_text": "Before.", "sdg": "8.8.2",
        }),
        row("indicators", id="passed", title="Share", result="safer", measure="percentage",
            baseline_year=2025, baseline=0.07, text="Of those who sat the examination."),
        row("indicators", id="grade", title="Grade", result="safer", measure="ordinal",
            scale=["poor", "fair", "good"], rising=False, cumulative=True),
        row("indicators", id="views", title="Views", result="safer", measure="qualitative",
            baseline_year=2024, baseline_text="None heard."),
        row("targets", **share, numerator=30, denominator=40),
        row("updates", **share, numerator=1, denominator=3, state="approved", evidence=["review"]),
        row("targets", indicator="inspectors", starts="2026-01-01", ends="2026-12-31", value=12),
        update(4.0, part="sex=female"),
        update(0.1, part="sex=male", words={"en": "Few.", "es": "Pocos."}),
        update(9.0, year=2027, state="draft"),
        update(2.0, indicator="grade"),
        update(indicator="views", words="Good.", value=None),
    ]  # fmt: skip
