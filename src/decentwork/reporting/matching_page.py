"""A study's matching as its page shows it: counts, and the pair that is to be judged next."""

from typing import Any

from decentwork.matching.groups import usual_thresholds
from decentwork.studies.decisions import in_force
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.unit_matches import SHOWN


def matching_page(folder: StudyFolder, skip: int, by: str) -> dict[str, Any]:
    """Return how a study's names are matched, for the office that works on it and nobody else.

    Parameters
    ----------
    skip : how many pairs were put off
    by : who judges

    Returns
    -------
    dict
        `found` counts, thresholds, moment and author of the newest matching, None before it;
        `pair` the next pair to judge: `one` and `other` with `id` and what is shown of them,
        `lines` of these side by side, `probability`, `reasons`; None where none is left.
        `unmatched` suppliers listed since; `thresholds` of the newest matching or, before it, of
        the model that ships; `last` the newest judgement in force of who judges; `skip`.
    """
    from decentwork.matching.side_by_side import side_by_side  # with it comes the compiler

    own = [it for it in in_force(folder.decisions()) if it.by == by and len(it.cases) == 2]
    page: dict[str, Any] = {"skip": skip, "last": own[-1] if own else None}
    settled = folder.units_settled()
    if settled is None:
        usual = usual_thresholds()
        thresholds = {"same": usual.same, "new": usual.new}
        return page | {"found": None, "pair": None, "unmatched": 0, "thresholds": thresholds}
    pairs, run = settled.open_pairs, settled.matches.run
    found = {
        "names": len(settled.groups),
        "units": len(set(settled.groups.values())),
        "open": len(pairs),
        "at": run.at,
        "by": run.by,
        "same": f"{settled.matches.same:.4g}",
        "new": f"{settled.matches.new:.4g}",
    }
    pair = None
    if skip < len(pairs):
        row, named = pairs.iloc[skip], folder.mentions()
        ids = [settled.matches.mentions[row[end]] for end in ("one", "other")]
        one, other = (
            {"id": id, **{name: named.at[id, name] if id in named.index else "" for name in SHOWN}}
            for id in ids
        )
        facts = {"probability": row["probability"], "reasons": row["reasons"]}
        pair = {"one": one, "other": other, "lines": side_by_side(one, other), **facts}
    thresholds = {"same": settled.matches.same, "new": settled.matches.new}
    unmatched = folder.unmatched()
    return page | {"found": found, "pair": pair, "unmatched": unmatched, "thresholds": thresholds}
