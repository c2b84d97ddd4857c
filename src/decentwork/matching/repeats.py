"""Rows that say all that another says: one is matched, and stands for the others."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from decentwork.matching.model import HIGHEST
from decentwork.registers.enterprise_records import PLACES, TEXTS, EnterpriseRecords
from decentwork.registers.judgements import Judged, Judgement


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Distinct:
    """Mentions without repeats: `records` by id, and `stands` (n,) by id as listed who stands.

    A mention without a name or without an address repeats none.
    """

    records: EnterpriseRecords
    stands: pd.Series

    def labels(self, labels: pd.DataFrame) -> pd.DataFrame:
        """Return labels on the mentions that stand for those named."""
        named = {name: labels[name].map(self.stands) for name in ("id_a", "id_b")}
        told = labels.assign(**named)
        return told[told["id_a"] != told["id_b"]]

    def judgements(self, judged: Sequence[Judgement]) -> list[Judgement]:
        """Return judgements on the mentions that stand for those named."""
        stands = self.stands.to_dict()
        told = (
            replace(it, one=stands.get(it.one, it.one), other=stands.get(it.other, it.other))
            for it in judged
        )
        return [it for it in told if it.one != it.other or it.judged is Judged.UNDO]

    def repeats(self) -> Iterator[tuple[str, str]]:
        """Yield each mention that repeats another, and that other."""
        again = self.stands[self.stands != self.stands.index]
        yield from zip(again.index, again, strict=True)

    def spread(self, found: pd.DataFrame) -> pd.DataFrame:
        """Return what `Matched.to_frame` says of the mentions matched for all that were listed."""
        told = found.set_index("id").loc[self.stands]
        several = self.stands.duplicated(keep=False).to_numpy() & (told["outcome"] != "same")
        told = told.set_axis(self.stands.index.rename("id"))
        told["probability"] = told["probability"].mask(several.to_numpy(), round(HIGHEST, 4))
        told["outcome"] = told["outcome"].mask(several.to_numpy(), "same")
        return told.reset_index()


def distinct(records: EnterpriseRecords, labels: pd.DataFrame | None = None) -> Distinct:
    """Return mentions without those that repeat another; first by date, then id, stands for them.

    Of two that `labels` say are different, the second repeats nobody.
    """
    found = _distinct(records, ())
    if labels is None:
        return found
    ends = [labels[name].map(found.stands) for name in ("id_a", "id_b")]
    apart = labels[~labels["same"] & (ends[0] == ends[1])]
    if apart.empty:
        return found
    return _distinct(records, {*apart["id_b"]})


def _distinct(records: EnterpriseRecords, apart: Collection[str]) -> Distinct:
    frame = records.frame
    stands = pd.Series(frame.index, frame.index)
    # Few rows have the name and address of another: only they are looked at whole.
    told = (frame["name"] != "") & (frame["address"] != "") & ~frame.index.isin([*apart])
    alike = frame[told & frame.duplicated(["name", "address"], keep=False)]
    alike = alike.rename_axis("id").reset_index().sort_values(["listed_on", "id"])
    first = alike.groupby([*TEXTS, *PLACES], dropna=False, sort=False)["id"].transform("first")
    stands.loc[alike["id"]] = first.to_numpy()
    # In the order of ids, as they are matched: so that there is no copy in another order.
    frame = frame[(stands == stands.index).to_numpy()].sort_index()
    return Distinct(records=EnterpriseRecords(frame=frame), stands=stands)
