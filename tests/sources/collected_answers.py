"""Small files of collected answers, in the layout of Kobo's API and of ODK Central's CSV."""

import json
from pathlib import Path

from decentwork.questionnaires.catalogue import questionnaires
from decentwork.sources.submissions_files import read_submissions
from decentwork.surveys.submissions import Submissions


def visit(id: str, case_id: str = "C-01", **answers: object) -> dict[str, object]:
    """Return a visit as Kobo tells it; nobody was interviewed, unless `answers` say so."""
    return {
        "_uuid": id,
        "_submission_time": "2026-03-01T10:00:00",
        "visit/case_id": case_id,
        "visit/visit_date": "2026-03-01",
        "visit/outcome": "refused",
        "_xform_id_string": "economic_unit",
        **answers,
    }


def kobo(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text(json.dumps(rows))
    return path


def central(folder: Path, main: str, **rosters: str) -> list[Path]:
    """Write the CSV files of a form with its four rosters, those not given without rows."""
    folder.mkdir(exist_ok=True)
    (folder / "economic_unit.csv").write_text(main)
    for name in ("formal_suppliers", "household_suppliers", "home_workers", "agencies"):
        text = rosters.get(name, "supplier_abroad,purchase_share,PARENT_KEY,KEY\n")
        (folder / f"economic_unit-{name}.csv").write_text(text)
    return sorted(folder.iterdir())


def read(*paths: Path) -> Submissions:
    return read_submissions(paths, questionnaires())
