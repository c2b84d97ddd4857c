"""Small studies, drawn in the test that uses them."""

from dataclasses import replace
from zlib import crc32

import pandas as pd

from decentwork.surveys.design import Costs, CutOff, Follow, Stratum, SurveyDesign, WorkerStage
from decentwork.surveys.kinds import Kind
from decentwork.surveys.submissions import Submission, Submissions

ROSTERS = ("formal_suppliers", "household_suppliers", "home_workers", "agencies")
LISTED = (
    "supplier_name",
    "supplier_phone",
    "supplier_address",
    "supplier_abroad",
    "supplier_country",
    "purchase_share",
)
ASKED = ("case_id", "outcome", "consent", "consent_to_trace", "unit_kind", "supplies_nearer")


def design(**changes):
    made = SurveyDesign(
        id="toy",
        names={"en": "Toy"},
        place="XAA",
        chain="electronics",
        period="2027",
        office="Office of Avonia (invented)",
        strata=(Stratum(id="all", frame_units=6, seeds=3),),
        deepest_tier=2,
        cutoff=CutOff(rule="all"),
        follow=(
            Follow(kind=Kind.FORMAL, at_most=2),
            Follow(kind=Kind.HOUSEHOLD, at_most=1),
        ),
        workers=WorkerStage(per_unit=2, counted=("employees",)),
        costs=Costs(
            currency="USD",
            fixed=0,
            unit={Kind.FORMAL: 10, Kind.HOUSEHOLD: 5},
            worker=1,
        ),
        draw_seed=7,
        invented=True,
    )
    return replace(made, **changes)


def frame(units=6, stratum="all"):
    ids = [f"register-{number}" for number in range(units)]
    return pd.DataFrame(
        {
            "name": [f"Firm {number}" for number in range(units)],
            "stratum": stratum,
            "region": "north",
            "phone": [f"555 10{number:02}" for number in range(units)],
        },
        index=pd.Index(ids, name="id"),
    )


def frame_file(folder, units=6):
    path = folder / "frame-as-given.csv"
    frame(units).to_csv(path)
    return path


def interview(case, id="", at="2027-02-01T10:00:00Z", rosters=None, edits=0, **answers):
    """Return one form of a unit; `rosters` names its suppliers, or gives their answers."""
    listed = {
        roster: [
            {"supplier_name": it, "supplier_phone": f"555 {crc32(it.encode()):010}"}
            if isinstance(it, str)
            else it
            for it in suppliers
        ]
        for roster, suppliers in (rosters or {}).items()
    }
    told = {"outcome": "interviewed", "consent": "yes", **answers}
    return Submission(
        form="economic_unit",
        id=id or f"form-{case}",
        submitted_at=at,
        edits=edits,
        answers={"case_id": case, **told},
        rosters=listed,
    )


def collected(*interviews, listed=LISTED):
    return Submissions.from_records(
        interviews,
        questions={"economic_unit": ASKED},
        roster_questions=dict.fromkeys(ROSTERS, listed),
    )
