"""A study of an invented chain, made from a template by a statistician of an office."""

import pytest

from decentwork.sources.data_folder import DataFolder


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = DataFolder(tmp_path / "data")
    settings.DATA.root.mkdir()


@pytest.fixture
def ada(member):
    """A statistician of the office, in all studies."""
    return member("ada", "statistician")


@pytest.fixture
def study(ada):
    from decentwork_site.studies import writes

    return writes.create_study(
        slug="circuits", template="electronics", place="XAA", period="2027", by=ada
    )


@pytest.fixture
def frame() -> str:
    """A list of possible seeds, as many as the template says."""
    sizes = {"very_large": 12, "large": 60, "other": 220}
    rows = [
        f"{stratum}-{number},Works {stratum} {number},{stratum},north"
        for stratum, size in sizes.items()
        for number in range(size)
    ]
    return "\n".join(["id,name,stratum,region", *rows])


@pytest.fixture
def drawn(study, ada, frame):
    """The study with its seeds drawn."""
    from decentwork_site.studies import writes
    from decentwork_site.studies.calculations import Upload

    upload = Upload(name="frame.csv", content=[frame.encode()])
    writes.set_frame(study=study, upload=upload, by=ada)
    assert writes.draw(study=study, at_most=None, by=ada) == 66
    return study


@pytest.fixture
def released(study, ada, figures):
    """The study with one figure shown and one withheld, released."""
    import json

    from decentwork_site.studies import calculations, writes

    content = json.dumps(figures)
    folder = calculations.folder(study.slug).root / "released"
    (folder / "round-1.json").write_text(content)
    (release,) = writes.record_releases(study=study, by=ada)
    return release


@pytest.fixture
def figures() -> dict:
    """A release of one figure shown and one withheld, as its file holds it."""
    figure = {
        "variable": "long_hours",
        "category": None,
        "statistic": "mean",
        "universe": "workers",
        "tier": None,
        "value": 0.31,
        "low": 0.26,
        "high": 0.37,
        "standard_error": 0.03,
        "weights": "generalised_weight_share",
        "variance": "seed_design",
        "answers": "120",
        "verdict": "publishable",
        "reason": "",
        "note": "",
        "group": {"position": "suppliers"},
    }
    hidden = {"value": None, "low": None, "high": None, "standard_error": None, "answers": ""}
    withheld = figure | hidden | {"reason": "too few respondents", "group": {"position": "lead"}}
    return {
        "layout": "decentwork survey release 1",
        "title": {"en": "Work in circuits", "fr": "Le travail", "es": "El trabajo"},
        "study": "circuits",
        "round": 1,
        "version": 1,
        "place": "XAA",
        "chain": "electronics",
        "period": "2027",
        "office": "The office",
        "decided_on": "2027-03-01",
        "decided_by": "Director",
        "software": "decentwork",
        "digest": "0" * 64,
        "invented": True,
        "method": ["Weighed by the generalised weight share method."],
        "field": {"interviews": 300},
        "figures": [figure, withheld],
    }
