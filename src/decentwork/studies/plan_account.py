"""What the paper of a plan says, as plain values: the design and what it would give."""

from dataclasses import asdict
from typing import Any

from decentwork import __version__
from decentwork.studies.account import design_facts
from decentwork.studies.plan import WARNINGS, Plan, plan
from decentwork.studies.plan_wanted import judged
from decentwork.surveys.design import SurveyDesign


def planned(design: SurveyDesign, draws: int) -> dict[str, Any]:
    """Return what a design would find and cost on an invented chain, warnings in words."""
    found = plan(design, draws=draws, seed=design.draw_seed).to_dict()
    for figure in found["figures"]:
        figure["warnings"] = [WARNINGS[code] for code in figure["warnings"]]
    return found


def plan_account(design: SurveyDesign, plan: Plan) -> dict[str, Any]:
    """Return what the paper of a plan says; everything it tells of results is simulated."""
    told = design_facts(design)
    responses = {str(each.kind): each.response for each in design.follow}
    return {
        "title": dict(design.names),
        "place": design.place,
        "chain": design.chain,
        "period": design.period,
        "office": design.office,
        "round": design.round,
        "invented": design.invented,
        "design": {
            **told,
            "follow": [{**each, "response": responses[each["kind"]]} for each in told["follow"]],
            "goods": list(design.goods),
        },
        "costs": {
            **asdict(design.costs),
            "unit": {str(kind): cost for kind, cost in design.costs.unit.items()},
        },
        "plan": plan.to_dict(),
        "wanted": [each.to_dict() for each in judged(plan, design.wanted)],
        "remake": {
            "software": __version__,
            "commands": [
                f"decentwork survey plan FOLDER --report --draws {plan.draws} --seed {plan.seed}"
            ],
        },
    }
