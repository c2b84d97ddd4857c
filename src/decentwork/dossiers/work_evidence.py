"""What is published about work in a country and an industry: latest values, trends, unknowns."""

from collections.abc import Iterator, Sequence

from decentwork.classifications.chains import Chain
from decentwork.classifications.industries import Industry
from decentwork.dossiers.published_series import (
    CONTEXT,
    WHOLE_CHAIN,
    WHOLE_ECONOMY,
    Scope,
    figure,
    newest_first,
    series_figures,
)
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.catalogue import Indicator, indicator
from decentwork.indicators.figure import Coordinates, Figure, Unknown
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.work_observations import (
    REGIONS_ONLY,
    Row,
    WorkObservations,
    observed_indicators,
    work_observations,
)

_WIDER = translatable("observed for a wider industry that contains this chain, not for the chain")
_INDUSTRIAL_SECTIONS = "BCDEF"


def work_figures(place: str, chain: Chain, folder: DataFolder) -> list[Figure]:
    """Return every figure on work for a country (ISO alpha-3) and a chain, topic by topic.

    For each indicator, and each industry it is observed for (the whole economy, a wider industry
    that contains the chain, the chain's own division): the latest value of the widest group, the
    same for women and men, earlier years of that series, then the latest value of each other
    source or age range. An indicator without observation is a figure too: a stated unknown.
    """
    observed = work_observations(folder)
    here: dict[tuple[str, str], list[Row]] = {}
    for row in observed.at(place):
        here.setdefault((row["indicator"], row["industry"]), []).append(row)
    by_division, scopes = observed.by_division(), _scopes(chain)
    found: list[Figure] = []
    for each in observed_indicators():
        known = [
            figure
            for scope in scopes
            for figure in series_figures(
                each, here.get((each.id, scope.industry), ()), scope, observed
            )
        ]
        found += [*known, *_unknowns(each, place, chain, known, observed, each.id in by_division)]
    return found


def latest_by_country(indicator_id: str, folder: DataFolder) -> list[Figure]:
    """Return the latest whole-economy figure of each country for one indicator, by ISO code.

    Both sexes where they are published together; years and age ranges differ between countries
    and stand in the coordinates.
    """
    observed = work_observations(folder)
    described = indicator(indicator_id)
    newest: dict[str, Row] = {}
    for row in newest_first(observed.of(indicator_id)):
        newest.setdefault(row["place"], row)
    return [figure(described, newest[it], WHOLE_ECONOMY, observed) for it in sorted(newest)]


def available_indicators(folder: DataFolder) -> tuple[Indicator, ...]:
    """Return the indicators that a folder's data give for whole economies, in order of topics."""
    ids = work_observations(folder).mapped()
    return tuple(each for each in observed_indicators() if each.id in ids)


def _scopes(chain: Chain) -> list[Scope]:
    """Return the whole economy, the wider industries around the chain, then its divisions."""
    divisions = [Industry("isic4", code) for code in chain.isic4]
    sections = dict.fromkeys(division.parent or division for division in divisions)
    broad = dict.fromkeys(_broad_sector(section.code) for section in sections)
    wider = [*broad, *(str(section) for section in sections)]
    return [
        WHOLE_ECONOMY,
        *(Scope(industry, CONTEXT, _WIDER) for industry in wider),
        *(Scope(str(division), WHOLE_CHAIN) for division in divisions),
    ]


def _broad_sector(section: str) -> str:
    if section == "A":
        return "broad:agriculture"
    return "broad:industry" if section in _INDUSTRIAL_SECTIONS else "broad:services"


def _unknowns(
    described: Indicator,
    place: str,
    chain: Chain,
    known: Sequence[Figure],
    observed: WorkObservations,
    by_division: bool,
) -> Iterator[Figure]:
    """Yield what is not known: the chain's own industry where the indicator has industries.

    Otherwise the whole country, where nothing at all is known. An indicator that is published for
    regions only is a stated unknown where a norm would judge it, and else no question.
    """
    regional = set(described.sources) <= REGIONS_ONLY
    if by_division and all(figure.at.tier != WHOLE_CHAIN for figure in known):
        scope = Scope(f"isic4:{chain.isic4[0]}", WHOLE_CHAIN)
    elif known or (regional and described.norm_value is None):
        return
    else:
        scope = WHOLE_ECONOMY
    searched = _searched(described, observed)
    reason = "regions_only" if regional else "not_in_data"
    yield Figure(
        indicator=described.id,
        at=Coordinates(
            place=place,
            topic=described.topic,
            industry=scope.industry or None,
            tier=scope.tier,
        ),
        known=Unknown(
            reason=reason if searched else "no_source", unit=described.unit, looked_in=searched
        ),
    )


def _searched(described: Indicator, observed: WorkObservations) -> Provenance | None:
    """Return the joint provenance of the data sets of an indicator that are here."""
    found = [observed.provenances[it] for it in described.sources if it in observed.provenances]
    if not found:
        return None
    joint, *rest = found
    for each in rest:
        joint = joint.joined(each)
    return joint
