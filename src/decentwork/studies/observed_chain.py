"""The chain that a study observed: for the office with case numbers, for anyone without anybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from decentwork.estimates.disclosure import Released
from decentwork.estimates.disclosure_rule import DisclosureRule
from decentwork.estimates.errors import InputError
from decentwork.studies.chain_graph import ChainGraph, Tiers, chain_graph
from decentwork.studies.chain_map import chain_map, rounded, rounding_step, shown_links, told_apart
from decentwork.studies.critical_suppliers import critical_suppliers
from decentwork.studies.desk import unit_forms
from decentwork.studies.mixing import mixing_matrix
from decentwork.studies.study_folder import StudyFolder
from decentwork.surveys.fieldwork import Fieldwork
from decentwork.surveys.kinds import Disposition
from decentwork.surveys.links import NOT_TOLD, Links, read_links

if TYPE_CHECKING:
    from decentwork.studies.study_weights import Weighed

_NO_LINK = (Disposition.WRONG_LINK, Disposition.OUT_OF_SCOPE, Disposition.CLOSED)
_ABROAD = (("buyer_tier", "country"), ("buyer_tier",), ("country",), ())
_OBSERVED_STEP = 5
_WAYS_FROM = 2_000  # units that ways start at: all of them in most surveys, so that ways are exact


class SeveralRoots(InputError):
    """Units that nobody buys from have suppliers, and are no seeds: their tiers are not known."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = tuple(ids)
        shown = ", ".join(map(repr, self.ids[:5])) + (", …" if len(self.ids) > 5 else "")
        super().__init__(
            f"{len(self.ids)} units have suppliers and no buyer: {shown}. "
            "Name them with --seeds if tiers start from them, or add the links that lead to them."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answered:
    """What the respondents of a weighed study stand for.

    `units` (index id): `tier`, `kind`, `registered`, `weight`; `links` between them: `buyer_id`,
    `supplier_id`, `links` how many of the chain each stands for; `deepest_tier` whose suppliers
    were not followed.
    """

    units: pd.DataFrame
    links: pd.DataFrame
    deepest_tier: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ObservedChain:
    """All links that buyers told of, and what follows from them.

    `links` dated and sourced; `graph` of those at home; `tiers` from the `seeds`; `foreign`, a row
    a supplier abroad that a buyer told of: `buyer_id`, `unit_id`, `country`; `own` buyers that
    named themselves, to be asked about; `answered` None where nothing is weighed.
    """

    links: Links
    graph: ChainGraph
    tiers: Tiers
    seeds: tuple[str, ...]
    foreign: pd.DataFrame
    own: tuple[str, ...] = ()
    answered: Answered | None = None

    def __repr__(self) -> str:
        """Return counts only."""
        return f"ObservedChain({len(self.graph.ids)} units, {len(self.links.frame)} links)"

    def for_office(self, largest: int = 20, seed: int = 1) -> dict[str, Any]:
        """Return what the office should know and ask about, case numbers included.

        Parameters
        ----------
        largest : how many hubs, and critical suppliers, are told
        seed : of the sample of units that ways between units are counted from
        """
        graph, tiers = self.graph, self.tiers
        ways = graph.betweenness(np.random.default_rng(seed), sources=_WAYS_FROM)
        hubs = graph.hubs(largest).join(ways).reset_index()
        critical = critical_suppliers(graph, self.seeds).head(largest).reset_index()
        counts = tiers.counts().reset_index()
        several = [bits & (bits - 1) != 0 for bits in map(int, tiers.lengths)]
        return {
            "units": len(graph.ids),
            "links": len(graph.targets),
            "tiers": counts.to_dict("records"),
            "in_several_tiers": sum(several),
            "not_reached": list(tiers.unreachable),
            "name_themselves": list(self.own),
            "circles": [list(circle) for circle in graph.circles()],
            "reciprocal": graph.reciprocal().to_dict("records"),
            "hubs": hubs.to_dict("records"),
            "critical_suppliers": critical.to_dict("records"),
            "abroad": _abroad(self.foreign),
            "mixing": {name: _cells(table) for name, table in self._mixing().items()},
            "weighted": self.answered is not None,
        }

    def for_anyone(
        self, sizes: Sequence[Released], *, rule: DisclosureRule, seed: int
    ) -> dict[str, Any]:
        """Return what may leave: the chain map, mixing matrices and counts, as plain values.

        Parameters
        ----------
        sizes : the released figures of the study; see `chain_map`
        rule, seed : see `chain_map`
        """
        told = self.answered
        if told is None:
            raise ValueError("only a weighed study has a map")
        mapped = chain_map(told.units, told.links, sizes, seed=seed, rule=rule)
        return {
            "deepest_tier": told.deepest_tier,
            **mapped.to_dict(),
            "abroad": _released_abroad(self.foreign, told, rule, seed),
            "observed": self._released_counts(rule, seed),
        }

    def _mixing(self) -> dict[str, pd.DataFrame]:
        """Return who buys from whom, as links of the chain where they are weighed."""
        if self.answered is not None:
            links, units = self.answered.links, self.answered.units
            registered = units["registered"].where(units["registered"].isin(["yes", "no"]))
            labels = {"tier": units["tier"], "kind": units["kind"], "registered": registered}
            found = {name: mixing_matrix(links, of_unit) for name, of_unit in labels.items()}
            # Suppliers of the last tier were not followed, which is not the same as none.
            was_followed = found["tier"].index < self.answered.deepest_tier
            return found | {"tier": found["tier"][was_followed]}
        frame = self.links.frame
        ends = ["buyer_id", "supplier_id"]
        links = frame.loc[frame["country"] == "", ends].drop_duplicates()
        kinds = pd.Series(self.graph.kinds, self.graph.ids)
        labels = {"tier": self.tiers.to_frame()["tier"], "kind": kinds.replace("", np.nan)}
        return {name: mixing_matrix(links, of_unit) for name, of_unit in labels.items()}

    def _released_counts(self, rule: DisclosureRule, seed: int) -> dict[str, int | None]:
        """Return how much was seen, rounded, and what it bounds; None where few units tell it."""
        critical = critical_suppliers(self.graph, self.seeds)
        # Below a seed hang those that only its list told of: that is the sample, not the chain.
        above = [unit for unit in critical.index if unit not in self.seeds]
        outermost = critical.loc[above]
        outermost = outermost[outermost["through"].isin(["", *self.seeds])]
        cut_off = outermost["cut_off"]
        hanging = int(cut_off.sum())
        is_safe = len(cut_off) >= rule.units and cut_off.max() <= rule.dominance * hanging
        circles = self.graph.circles()
        in_circles = sum(map(len, circles))
        counts = {
            "units": len(self.graph.ids),
            "links": len(self.graph.targets),
            "abroad": len(self.foreign) if len(self.foreign) >= rule.units else None,
            "circles": len(circles) if len(circles) >= rule.units else None,
            "in_circles": in_circles if in_circles >= rule.units else None,
            "hang_on_one": hanging if is_safe else None,
        }
        return {
            name: None if count is None else rounded(count, _OBSERVED_STEP, seed, f"seen {name}")
            for name, count in counts.items()
        }


def observed_chain(folder: StudyFolder, weighed: "Weighed | None" = None) -> ObservedChain:
    """Return the chain that a study observed, from everything that interviewed buyers listed.

    Links are dated by the submission and sourced by the buyer's form. A supplier that was visited
    and found not to supply the buyer, out of scope or closed makes no link; one abroad, by what
    its buyers say or by the visit, ends the chain.

    Raises
    ------
    NoSeeds
        No seed was interviewed yet.
    """
    state = folder.fieldwork()
    named = _named(state)
    forms = unit_forms(folder.submissions())
    home = named[~named["is_abroad"]]
    own = home.loc[home["buyer_id"] == home["supplier_id"], "buyer_id"]
    links = read_links(_linked(named.drop(index=own.index), forms))
    units = _units(state, home)
    graph = chain_graph(links, units)
    interviewed = state.cases[state.cases["disposition"] == Disposition.INTERVIEWED]
    seeds = tuple(interviewed.index[interviewed["tier"] == 0])
    foreign = named.loc[named["is_abroad"], ["buyer_id", "unit_id", "country"]]
    return ObservedChain(
        links=links,
        graph=graph,
        tiers=graph.tiers(seeds),
        seeds=seeds,
        foreign=foreign.drop_duplicates(["buyer_id", "unit_id"]).reset_index(drop=True),
        own=tuple(dict.fromkeys(own)),
        answered=None if weighed is None else _answered(weighed, folder.design().deepest_tier),
    )


def released_chain(
    folder: StudyFolder, weighed: "Weighed", sizes: Sequence[Released], rule: DisclosureRule
) -> dict[str, Any] | None:
    """Return what may leave of the chain that a weighed study observed: see `for_anyone`.

    None for a study that follows no links.
    """
    if len(weighed.sample.tiers) == 1 and not len(weighed.sample.links):
        return None
    observed = observed_chain(folder, weighed)
    return observed.for_anyone(sizes, rule=rule, seed=folder.rounding_seed())


def chain_of_links(links: Links, seeds: Sequence[str] = ()) -> ObservedChain:
    """Return the chain that a table of links tells of.

    Parameters
    ----------
    links : Links
    seeds : ids; if there are none, the one unit that nobody buys from

    Raises
    ------
    SeveralRoots
        Other units than the seeds have suppliers and no buyer.
    NoSeeds, UnknownUnits
    """
    graph, frame = chain_graph(links), links.frame
    has_buyer = np.bincount(graph.targets, minlength=len(graph.ids)) > 0
    roots = graph.ids[~has_buyer]
    named = tuple(seeds) or tuple(roots[:1])
    graph.places(named)
    if others := [unit for unit in roots if unit not in named]:
        raise SeveralRoots(others if seeds else roots)
    abroad = frame[frame["country"] != ""]
    foreign = pd.DataFrame(
        {
            "buyer_id": abroad["buyer_id"],
            # Without an id, each row is taken for a supplier of its own.
            "unit_id": abroad["supplier_id"].mask(
                abroad["supplier_id"] == "", abroad.index.astype(str)
            ),
            "country": abroad["country"],
        }
    ).reset_index(drop=True)
    return ObservedChain(
        links=links, graph=graph, tiers=graph.tiers(named), seeds=named, foreign=foreign
    )


def _named(state: Fieldwork) -> pd.DataFrame:
    """Return who was listed by whom: `supplier_id`, and whether it stands abroad."""
    cases, named = state.cases, state.nominations
    buyers = cases["disposition"].reindex(named["buyer_id"]).to_numpy()
    found = cases["disposition"].reindex(named["case_id"]).to_numpy()
    named = named.assign(
        supplier_id=named["case_id"].where(named["case_id"] != "", named["unit_id"]),
        found=found,
    )
    named = named[(buyers == Disposition.INTERVIEWED) & ~named["found"].isin(_NO_LINK)]
    # Who was interviewed is here; of others, one buyer who says "abroad" is enough.
    said = named.groupby("unit_id")["abroad"].transform("any")
    is_abroad = (named["found"] == Disposition.ABROAD) | said
    is_abroad &= named["found"] != Disposition.INTERVIEWED
    country = named["country"].mask(named["country"] == "", NOT_TOLD)
    return named.assign(is_abroad=is_abroad.astype(bool), country=country)


def _linked(named: pd.DataFrame, forms: pd.DataFrame) -> pd.DataFrame:
    """Return one row a buyer and supplier, dated and sourced by the form that names them."""
    once = named.drop_duplicates(["buyer_id", "supplier_id"])
    by_case = forms.reset_index().set_index("case_id")
    form = by_case.loc[[id.split("/")[0] for id in once.index]]
    return pd.DataFrame(
        {
            "buyer_id": once["buyer_id"].to_numpy(),
            "supplier_id": once["supplier_id"].mask(once["is_abroad"], "").to_numpy(),
            "kind": once["kind"].to_numpy(),
            "since": form["submitted_at"].str[: len(date.min.isoformat())].to_numpy(),
            "source": form["instance_id"].to_numpy(),
            "country": once["country"].where(once["is_abroad"], "").to_numpy(),
        }
    )


def _units(state: Fieldwork, home: pd.DataFrame) -> pd.DataFrame:
    """Return all units at home, interviewed or told of, with their kinds."""
    cases = state.cases
    interviewed = cases.loc[cases["disposition"] == Disposition.INTERVIEWED, "kind"]
    told = home.drop_duplicates("supplier_id").set_index("supplier_id")["kind"]
    kinds = pd.concat([interviewed, cases["kind"].reindex(told.index).fillna(told)])
    return kinds[~kinds.index.duplicated()].rename_axis("id").to_frame("kind")


def _answered(weighed: "Weighed", deepest_tier: int) -> Answered:
    units = weighed.sample.units[["tier", "kind", "registered"]]
    weights = pd.Series(weighed.weighing.weights, units.index)
    links = weighed.sample.links
    stands_for = links["buyer_id"].map(weights) * links["listed"] / links["followed"]
    return Answered(
        units=units.assign(weight=weights),
        links=links[["buyer_id", "supplier_id"]].assign(
            links=stands_for * links["response_factor"].fillna(1.0)
        ),
        deepest_tier=deepest_tier,
    )


def _abroad(foreign: pd.DataFrame) -> list[dict[str, Any]]:
    by = foreign.groupby("country")
    counts = by.agg(suppliers=("unit_id", "nunique"), buyers=("buyer_id", "nunique"))
    ordered = counts.sort_values("suppliers", ascending=False, kind="stable")
    rows: list[dict[str, Any]] = ordered.reset_index().to_dict("records")
    return rows


def _cells(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {"buyer": buyer, "supplier": supplier, "links": float(links)}
        for buyer, row in table.iterrows()
        for supplier, links in row.items()
    ]


def _released_abroad(
    foreign: pd.DataFrame, told: Answered, rule: DisclosureRule, seed: int
) -> dict[str, Any]:
    """Return how many links lead abroad, by tier of the buyer and by country, rounded."""
    weights = told.units["weight"]
    links = foreign[foreign["buyer_id"].isin(weights.index)].assign(
        supplier_id=lambda rows: rows["unit_id"],
        links=lambda rows: rows["buyer_id"].map(weights),
        buyer_tier=lambda rows: rows["buyer_id"].map(told.units["tier"]),
    )
    step = rounding_step(links["links"])
    shown = shown_links(links, _ABROAD, rule, step=step, seed=seed)
    parts: Mapping[str, list[str]] = {"tiers": ["buyer_tier"], "countries": ["country"]}
    whole = told_apart(shown, [])["links"].tolist()
    return {
        "step": step,
        "links": whole[0] if whole else None,
        **{name: told_apart(shown, kept).to_dict("records") for name, kept in parts.items()},
    }
