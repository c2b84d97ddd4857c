from decentwork.surveys.design import (
    COUNTED_WORKERS,
    Costs,
    CutOff,
    Follow,
    Stratum,
    SurveyDesign,
    WorkerStage,
)
from decentwork.surveys.kinds import Kind


def invented_design(
    *strata, at_most=2, response=1.0, deepest_tier=2, per_unit=3, cutoff=None, budget=None
):
    return SurveyDesign(
        names={"en": "Invented"},
        id="invented",
        place="XAA",
        chain="invented",
        period="2026",
        office="Office of Avonia",
        strata=tuple(Stratum(id=id, frame_units=units, seeds=seeds) for id, units, seeds in strata),
        deepest_tier=deepest_tier,
        cutoff=cutoff or CutOff(rule="all"),
        follow=tuple(Follow(kind=kind, at_most=at_most, response=response) for kind in Kind),
        workers=WorkerStage(per_unit=per_unit, counted=COUNTED_WORKERS),
        costs=Costs(
            currency="XAV", fixed=100.0, unit=dict.fromkeys(Kind, 10.0), worker=1.0, budget=budget
        ),
        draw_seed=1,
        invented=True,
    )
