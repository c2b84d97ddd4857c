"""The papers of a study as files in its results: the plan beforehand, the report afterwards."""

from decentwork.reporting.papers import Paper, paper_docx, paper_pdf
from decentwork.studies.safe_files import write, writing
from decentwork.studies.study_folder import StudyFolder

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""What a paper is written as, and what that is called on the web."""


def keep_paper(folder: StudyFolder, name: str, paper: Paper) -> None:
    """Write a paper as DOCX and PDF under its name and language."""
    files = {"docx": paper_docx(paper), "pdf": paper_pdf(paper)}
    with writing(folder.root):
        for kind, content in files.items():
            write(folder.results / f"{name}-{paper.language}.{kind}", content)


def kept_paper(folder: StudyFolder, name: str, language: str, kind: str) -> bytes | None:
    """Return a paper that was written, None where there is none."""
    path = folder.results / f"{name}-{language}.{kind}"
    return path.read_bytes() if kind in MEDIA_TYPES and path.is_file() else None
