"""The rounds of a study: those that were released, and the design of the next."""

from collections.abc import Iterable
from dataclasses import replace

from decentwork.estimates.errors import InputError
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.survey_releases import releases as releases_in
from decentwork.studies.releases import releases
from decentwork.studies.study_folder import StudyFolder
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.release import SurveyRelease
from decentwork.surveys.round_changes import NotComparable


class NoSuchRound(InputError):
    """A round that is to be compared was not released, or not on this machine."""

    def __init__(self, study: str, missing: Iterable[int], known: Iterable[int]) -> None:
        self.study, self.missing, self.known = study, tuple(missing), tuple(known)
        found = ", ".join(map(str, self.known)) or "none"
        what = f"round {', '.join(map(str, self.missing))}" if self.missing else "two rounds"
        super().__init__(
            f"{study}: no release of {what} is in the study's folder or the data folder "
            f"(released: {found}). Name two released files instead."
        )


def known_rounds(folder: StudyFolder, data: DataFolder) -> dict[int, SurveyRelease]:
    """Return the newest version of each released round of a study, by round.

    From the study's own folder and from the data folder, where other rounds of it may stand.
    """
    design = folder.design()
    world = data.sample_world() if design.invented else data
    listed = [release for _, release in releases_in(world, design.place, design.chain)]
    listed += [release for release, _, _ in releases(folder)]
    own = [release for release in listed if release.study == design.id]
    return {each.round: each for each in sorted(own, key=lambda it: (it.round, it.version))}


def round_before(folder: StudyFolder, data: DataFolder) -> SurveyRelease | None:
    """Return the newest release of the last round before the one of a folder, None without."""
    known = known_rounds(folder, data)
    before = [number for number in known if number < folder.design().round]
    return known[max(before)] if before else None


def next_round(design: SurveyDesign, *, period: str, draw_seed: int) -> SurveyDesign:
    """Return the design of the round after: alike but for its number, period and seed of draws.

    Raises
    ------
    NotComparable
        The seed is that of the round before: the samples would not be drawn apart.
    """
    if draw_seed == design.draw_seed:
        raise NotComparable("with the same seed both rounds draw the same units")
    return replace(design, round=design.round + 1, period=period, draw_seed=draw_seed)
