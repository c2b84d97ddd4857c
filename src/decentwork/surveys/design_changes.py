"""What differs between two states of a design, of all that draws rest on."""

from collections.abc import Iterator

from decentwork.surveys.design import SurveyDesign


def drawn_differently(before: SurveyDesign, now: SurveyDesign) -> Iterator[str]:
    """Yield what draws rest on and is not as it was, each as "key: before, now after"."""
    then, here = _drawn_by(before), _drawn_by(now)
    for key in dict.fromkeys((*then, *here)):
        if then.get(key) != here.get(key):
            yield f"{key}: {then.get(key, 'not there')}, now {here.get(key, 'not there')}"


def _drawn_by(design: SurveyDesign) -> dict[str, str]:
    cutoff = design.cutoff
    rests = {
        "draw_seed": design.draw_seed,
        "links": design.links,
        "deepest_tier": design.deepest_tier,
        "cutoff": " ".join(str(it) for it in (cutoff.rule, cutoff.number, cutoff.share) if it),
        "replaced": ", ".join(design.replaced) or "none",
    }
    for stratum in design.strata:
        rests[f"strata.{stratum.id}.frame_units"] = stratum.frame_units
        rests[f"strata.{stratum.id}.seeds"] = stratum.seeds
    for each in design.follow:
        rests[f"follow.{each.kind}.at_most"] = "all" if each.at_most is None else each.at_most
    return {key: str(value) for key, value in rests.items()}
