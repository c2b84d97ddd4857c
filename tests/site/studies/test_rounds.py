"""From one round of a study to the next: a study made from another, and what changed."""

import copy
import json

import pytest

from decentwork_site.studies import calculations, writes
from decentwork_site.studies.models import Study

NEXT = {"template": "round:circuits", "place": "", "slug": "circuits-2", "period": "2028"}


def test_a_study_is_made_as_the_next_round_of_another(visit, drawn, ada):
    answer = visit(ada).post("/studies/new/", NEXT)
    assert answer["Location"] == "/studies/circuits-2/plan/"
    before, after = calculations.design("circuits"), calculations.design("circuits-2")
    assert (after.id, after.round, after.period) == (before.id, before.round + 1, "2028")
    assert after.draw_seed != before.draw_seed
    frames = [calculations.folder(slug).root / "frame.csv" for slug in ("circuits", "circuits-2")]
    assert frames[0].read_text() == frames[1].read_text()
    assert Study.objects.get(slug="circuits-2").is_invented


def test_a_study_from_a_template_needs_a_country(visit, ada):
    sent = NEXT | {"template": "coffee"}
    assert 'id="id_place_error"' in visit(ada).post("/studies/new/", sent).content.decode()
    assert not Study.objects.exists()


def test_another_office_makes_no_next_round(visit, drawn, member):
    from decentwork_site.members.models import Organisation

    bo = member("bo", "statistician")
    bo.organisation = Organisation.objects.create(name="Another office", kind="office")
    bo.save()
    browser = visit(bo)
    assert "round:circuits" not in browser.get("/studies/new/").content.decode()
    assert 'id="id_template_error"' in browser.post("/studies/new/", NEXT).content.decode()
    given = {"slug": "circuits-2", "template": "round:circuits", "place": "", "period": "2028"}
    with pytest.raises(writes.NotAllowed):
        writes.create_study(**given, by=bo)
    assert not Study.objects.filter(slug="circuits-2").exists()


def test_the_office_is_led_from_a_release_to_the_next_round(visit, released, ada, member):
    page = visit(ada).get("/studies/circuits/").content.decode()
    assert 'href="/studies/new/?template=round:circuits"' in page
    form = visit(ada).get("/studies/new/?template=round:circuits").content.decode()
    assert 'value="round:circuits" selected' in form
    bo = member("bo", "representative", kind="workers")
    assert "template=round" not in visit(bo).get("/studies/circuits/").content.decode()


@pytest.fixture
def released_twice(released, study, ada, figures):
    """The study with two rounds released: the share fell from 31 to 12 per cent."""
    folder = calculations.folder("circuits").root
    later = copy.deepcopy(figures) | {"round": 2, "period": "2028"}
    later["figures"][0] |= {"value": 0.12, "low": 0.09, "high": 0.16}
    (folder / "released" / "round-2.json").write_text(json.dumps(later))
    design = folder / "study.toml"
    design.write_text(design.read_text().replace("round = 1", "round = 2"))
    (release,) = writes.record_releases(study=study, by=ada)
    return release


def test_a_later_round_tells_anyone_what_changed(visit, released_twice):
    assert calculations.design("circuits").round == 2
    page = visit().get("/studies/circuits/released/").content.decode()
    assert "Change since the last round" in page
    assert "What rose or fell" in page
    assert ">fell</td>" in page


def test_a_first_round_tells_of_no_change(visit, released):
    page = visit().get("/studies/circuits/released/").content.decode()
    assert "Change since the last round" not in page
