"""What the rounds of a survey measured, as values of the indicators that rest on its estimates.

A second round measures the change, so nobody has to type a figure that the system already holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from decentwork.classifications.names import LANGUAGES
from decentwork.estimates.disclosure import Released
from decentwork.programmes.fields import first_day, last_day
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Document, Indicator, Update
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.survey_releases import releases_at_hand
from decentwork.surveys.release import SurveyRelease, group_of, is_main, position

WHOLE_CHAIN = "whole_chain"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyRound:
    """One round of a survey and the figure of it that an indicator rests on."""

    release: SurveyRelease
    figure: Released

    @property
    def document(self) -> str:
        """The id of the document that the round is."""
        return f"{self.release.study.replace('_', '-')}-round-{self.release.round}"

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day it speaks of; the day of its release, where these are in words."""
        try:
            return first_day(self.release.period), last_day(self.release.period)
        except ValueError:
            return self.release.decided_on, self.release.decided_on


def survey_rounds(
    indicator: Indicator, releases: Iterable[SurveyRelease]
) -> tuple[SurveyRound, ...]:
    """Return the rounds that measured what an indicator rests on, the first round first.

    Of each round the newest version counts, and only a figure that was not withheld.
    """
    study, _, wanted = indicator.estimate.partition("/")
    newest = {
        it.round: it
        for it in sorted(releases, key=lambda it: (it.round, it.version))
        if it.study == study
    }
    found = ((release, _figure(release, wanted)) for release in newest.values())
    return tuple(SurveyRound(release=release, figure=figure) for release, figure in found if figure)


def with_survey_rounds(programme: Programme, folder: DataFolder) -> Programme:
    """Return a programme in which every released round is an approved update of its indicators.

    A round counts unless an update for the same days was written. The value before the first
    round is its baseline; where none was stated, the first round is.
    """
    resting = [it for it in programme.all(Indicator) if it.estimate]
    if not resting:
        return programme
    releases = releases_at_hand(folder.sample_world() if programme.header.invented else folder)
    rounds = {it.id: survey_rounds(it, releases) for it in resting}
    begun = {it.id: _from_first(it, rounds[it.id][0]) for it in resting if rounds[it.id]}
    held = [
        begun.get(row.id, row) if isinstance(row, Indicator) else row
        for rows in programme.sections.values()
        for row in rows
    ]
    updates = (_update(begun[id], it) for id in begun for it in _unwritten(programme, id, rounds))
    return Programme.of(programme.header, [*held, *_documents(programme, rounds), *updates])


def _unwritten(
    programme: Programme, indicator: str, rounds: Mapping[str, Sequence[SurveyRound]]
) -> list[SurveyRound]:
    written = {(it.starts, it.ends) for it in programme.updates_of(indicator)}
    return [it for it in rounds[indicator] if it.days not in written]


def _documents(programme: Programme, rounds: Mapping[str, Sequence[SurveyRound]]) -> list[Document]:
    releases = {it.document: it.release for found in rounds.values() for it in found}
    return [_document(id, it) for id, it in releases.items() if id not in programme.by_id]


def _from_first(indicator: Indicator, first: SurveyRound) -> Indicator:
    if indicator.baseline is not None or indicator.baseline_text:
        return indicator
    told = {"baseline": first.figure.value, "baseline_year": first.days[1].year}
    return indicator.model_copy(update=told)


def _update(indicator: Indicator, found: SurveyRound) -> Update:
    figure = found.figure
    starts, ends = found.days
    is_share = indicator.measure == "percentage"
    return Update(
        indicator=indicator.id,
        starts=starts,
        ends=ends,
        value=None if is_share else figure.value,
        numerator=figure.value if is_share else None,
        denominator=1.0 if is_share else None,
        words=_interval(figure, indicator),
        state="approved",
        by=found.release.office,
        evidence=(found.document,),
    )


def _interval(figure: Released, indicator: Indicator) -> dict[str, str]:
    """Return the interval in figures that every language reads; empty where there is none."""
    if figure.low is None or figure.high is None:
        return {}
    scale, sign = (100, " %") if indicator.measure == "percentage" else (1, "")
    told = f"[{figure.low * scale:.4g}; {figure.high * scale:.4g}]{sign}"
    return {lang: told if lang == "en" else told.replace(".", ",") for lang in LANGUAGES}


def _document(id: str, release: SurveyRelease) -> Document:
    return Document(
        id=id,
        title={lang: f"{title}, {release.period}" for lang, title in release.names.items()},
        publisher=release.office,
        published=release.decided_on.isoformat(),
    )


def _figure(release: SurveyRelease, wanted: str) -> Released | None:
    variable, _, rest = wanted.partition("/")
    at, _, group = rest.partition("/")
    for figure in release.figures:
        if (
            figure.variable == variable
            and figure.value is not None
            and figure.category is None
            and figure.tier is None
            and is_main(figure)
            and position(figure) == (at or WHOLE_CHAIN)
            and group_of(figure) == group
        ):
            return figure
    return None
