"""The questionnaires of a study as forms for phones: what its design says is filled in."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from decentwork.classifications.chains import chain
from decentwork.classifications.names import LANGUAGES
from decentwork.questionnaires.catalogue import questionnaire
from decentwork.questionnaires.questionnaire import Choice, Questionnaire, Texts
from decentwork.questionnaires.xlsform import to_xform, write_xlsform
from decentwork.studies.study_folder import StudyFolder
from decentwork.surveys.design import CutOff, SurveyDesign, counted_name

_CUTOFFS = {
    "all": {
        "en": "every supplier of these products",
        "fr": "tous les fournisseurs de ces produits",
        "es": "todos los proveedores de estos productos",
    },
    "top": {
        "en": "the {number} suppliers of each kind from whom most was bought",
        "fr": "les {number} fournisseurs de chaque type auxquels on a le plus acheté",
        "es": "los {number} proveedores de cada tipo a los que más se compró",
    },
    "share": {
        "en": "suppliers that get at least {share} % of what was spent on these products",
        "fr": "les fournisseurs qui reçoivent au moins {share} % des dépenses pour ces produits",
        "es": "los proveedores que reciben al menos el {share} % de lo gastado en estos productos",
    },
}
_MINUTES = {
    ("economic_unit", "short"): 20,
    ("economic_unit", "full"): 45,
    ("worker", "short"): 15,
    ("worker", "full"): 40,
    ("monitoring_interview", "short"): 15,
    ("monitoring_interview", "full"): 25,
}


def questionnaires_of(design: SurveyDesign) -> tuple[Questionnaire, ...]:
    """Return the questionnaires that a design uses: of units and workers, or of a season."""
    if design.links == "clusters":
        return (questionnaire("monitoring_interview"),)
    return (questionnaire("economic_unit"), questionnaire("worker"))


def write_forms(
    design: SurveyDesign, folder: Path, version: str, regions: Iterable[str] = ()
) -> tuple[Path, ...]:
    """Write each questionnaire as XLSForm and have it converted, which must give no warning.

    Parameters
    ----------
    design : what the texts say of goods, office, cut-off, workers
    folder : where the workbooks go
    version : "short" or "full"
    regions : the regions of the frame; where known, a region is chosen, not written

    Raises
    ------
    InvalidInput
        A text is missing, or the converter warns.
    CannotWrite
        A workbook cannot be written there.
    """
    written = []
    for each in questionnaires_of(design):
        path = folder / f"{design.id}-{each.id}-{version}.xlsx"
        write_xlsform(
            each,
            path,
            design_texts=design_texts(design, each, version),
            version=version,
            design_choices=_region_choices(each, regions),
        )
        to_xform(path)
        written.append(path)
    return tuple(written)


def form_file(folder: StudyFolder, id: str, version: str) -> bytes | None:
    """Return a questionnaire of a study as XLSForm, None where it has none of that id."""
    design = folder.design()
    asked = [each.id for each in questionnaires_of(design)]
    if id not in asked:
        return None
    has_frame = (folder.root / "frame.csv").is_file()
    regions = set(folder.frame()["region"]) if has_frame else ()
    with tempfile.TemporaryDirectory() as temporary:
        paths = write_forms(design, Path(temporary), version, regions)
        return paths[asked.index(id)].read_bytes()


def design_texts(
    design: SurveyDesign, questionnaire: Questionnaire, version: str
) -> Mapping[str, Texts]:
    """Return what the design says in place of each placeholder of the questionnaire's texts."""
    named = chain(design.chain)
    product = {lang: ", ".join(design.goods) or named.name(lang) for lang in LANGUAGES}
    counted = {
        lang: ", ".join(counted_name(each, lang) for each in design.workers.counted)
        for lang in LANGUAGES
    }
    everywhere = {
        "office": design.office,
        "contact": design.office,
        "currency": design.costs.currency,
        "minutes": str(_MINUTES[questionnaire.id, version]),
    }
    said = {name: dict.fromkeys(LANGUAGES, text) for name, text in everywhere.items()}
    return {**said, "product": product, "counted": counted, "cutoff": cutoff_texts(design.cutoff)}


def cutoff_texts(cutoff: CutOff) -> Texts:
    """Return the cut-off rule in words: the same ones where a buyer lists and a supplier counts."""
    share = f"{100 * (cutoff.share or 0):g}"
    return {
        lang: text.format(number=cutoff.number, share=share)
        for lang, text in _CUTOFFS[cutoff.rule].items()
    }


def _region_choices(
    questionnaire: Questionnaire, regions: Iterable[str]
) -> Mapping[str, tuple[Choice, ...]]:
    listed = sorted(set(regions))
    asked = {each.id for each in questionnaire.questions}
    if not listed or "region" not in asked:
        return {}
    named = tuple(Choice(names=dict.fromkeys(LANGUAGES, it), value=it) for it in listed)
    return {"region": named}
