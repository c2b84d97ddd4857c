"""A release of an invented survey."""

from datetime import date

from decentwork.estimates.disclosure import Released
from decentwork.surveys.release import SurveyRelease


def figure(**different) -> Released:
    values = {
        "variable": "workers",
        "category": None,
        "statistic": "total",
        "universe": "units",
        "tier": None,
        "group": {"position": "lead"},
        "value": 1200.0,
        "low": 1000.0,
        "high": 1400.0,
        "standard_error": 100.0,
        "reason": "",
        "note": "",
        "verdict": "publishable",
        "weights": "generalised_weight_share",
        "variance": "seed_design",
        "answers": "120",
    }
    return Released(**values | different)


def release(*figures: Released) -> SurveyRelease:
    return SurveyRelease(
        names={"en": "Avonia electronics", "fr": "Avonia électronique", "es": "Avonia electrónica"},
        study="avonia-electronics",
        round=1,
        version=1,
        place="XAA",
        chain="electronics",
        period="2026",
        office="Invented Office of Statistics of Avonia",
        decided_on=date(2026, 11, 22),
        decided_by="Director of surveys",
        software="0.1.0",
        digest="0" * 64,
        invented=True,
        method=("weighed by generalised weight share",),
        field={"units": 120},
        figures=figures,
    )
