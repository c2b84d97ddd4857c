import os
import subprocess
import sys

from decentwork_site.studies import calculations


def test_no_page_loads_the_compiler(tmp_path):
    code = (
        "import sys, django; django.setup(); import decentwork_site.urls; "
        "sys.exit('numba' in sys.modules)"
    )
    environment = os.environ | {"DECENTWORK_DATA": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()


def test_a_dossier_reads_nothing_of_a_study_that_was_not_released(
    drawn, visit, settings, monkeypatch
):
    from decentwork.studies.study_folder import StudyFolder

    def opened(*_):
        raise AssertionError("a study is opened")

    settings.DATA.add_sample_world()
    for part in ("design", "draws", "submissions", "fieldwork", "frame"):
        monkeypatch.setattr(StudyFolder, part, opened)
    page = visit().get("/chains/XAA/electronics/")
    assert page.status_code == 200


def test_folders_that_are_no_study_are_passed_over(drawn):
    root = calculations.folder("circuits").root.parent
    (root / "Not an address").mkdir()
    (root / "broken").mkdir()
    (root / "broken" / "study.toml").write_text("id = 1")
    assert calculations.folders() == [("circuits", "The office", True)]


def test_an_upload_cannot_leave_its_folder(tmp_path):
    upload = calculations.Upload(name="../../up.csv", content=[b"id"])
    assert calculations._kept(tmp_path, upload) == tmp_path / "up.csv"
