import json
from datetime import date

import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.studies.study_folder import AlreadyThere
from decentwork_site.audit.models import Event
from decentwork_site.jobs.models import Job
from decentwork_site.studies import calculations, writes
from decentwork_site.studies.models import Release, Study


def test_a_study_is_a_folder_and_a_row_of_the_office_that_made_it(study, ada):
    assert study.office == ada.organisation
    assert study.is_invented
    design = calculations.design("circuits")
    assert (design.id, design.place, design.office) == ("circuits", "XAA", "The office")
    assert Event.objects.get().what == "study_created"


def test_where_the_folder_cannot_be_made_there_is_no_row(study, ada):
    Study.objects.filter(pk=study.pk).update(slug="moved")
    with pytest.raises(AlreadyThere):
        writes.create_study(slug="circuits", template="coffee", place="XAA", period="2027", by=ada)
    assert not Study.objects.filter(slug="circuits").exists()


def test_whoever_is_of_no_office_makes_no_study(member):
    bo = member("bo", "statistician", kind="government")
    with pytest.raises(writes.NotAllowed):
        writes.create_study(slug="tea", template="coffee", place="XAA", period="2027", by=bo)


def test_two_studies_are_drawn_by_different_lots(study, ada):
    writes.create_study(slug="other", template="electronics", place="XAA", period="2027", by=ada)
    seeds = {calculations.design(slug).draw_seed for slug in ("circuits", "other")}
    assert len(seeds) == 2


def test_the_design_stays_as_it_is_once_seeds_were_drawn(drawn, ada):
    design = calculations.design("circuits")
    with pytest.raises(AlreadyThere, match="drawn"):
        writes.set_design(study=drawn, design=design, version=calculations.version(design), by=ada)


def test_a_frame_that_does_not_fit_is_told_as_a_whole_and_not_kept(study, ada, frame):
    lines = frame.splitlines()
    broken = "\n".join([*lines[:-1], lines[1]])
    upload = calculations.Upload(name="frame.csv", content=[broken.encode()])
    with pytest.raises(InvalidInput) as error:
        writes.set_frame(study=study, upload=upload, by=ada)
    assert len(error.value.problems) >= 2
    assert not (calculations.folder("circuits").root / "frame.csv").exists()


def test_the_same_design_is_simulated_once(study, ada):
    text = calculations.written(calculations.design("circuits"))
    asked = {"study": study, "design_text": text, "draws": 100, "by": ada}
    assert writes.ask_for_plan(**asked) == writes.ask_for_plan(**asked)
    assert Job.objects.count() == 1


def test_what_came_of_a_view_is_said_once_by_who_works_on_the_study(study, ada, member):
    bo = member("bo", "representative", kind="workers")
    view = writes.give_view(study=study, on="design", text="Ask at home", by=bo)
    with pytest.raises(writes.NotAllowed):
        writes.answer_view(view=view, outcome="No", by=bo)
    writes.answer_view(view=view, outcome="Workers may be asked at home", by=ada)
    with pytest.raises(writes.AnsweredMeanwhile):
        writes.answer_view(view=view, outcome="Changed my mind", by=ada)


def test_only_the_producing_office_releases(study, member):
    given = {
        "study": study,
        "decided_by": "Minister",
        "decided_on": date(2027, 3, 1),
        "multiplicity": "refuse",
    }
    for role, kind in (("statistician", "government"), ("administrator", "office")):
        other = member(role + kind, role, kind=kind)
        for keep in (True, False):
            with pytest.raises(writes.NotAllowed):
                writes.ask_for_release(**given, keep=keep, by=other)
        with pytest.raises(writes.NotAllowed):
            writes.record_releases(study=study, by=other)
    assert not Job.objects.exists()


def test_a_release_broken_off_before_its_record_is_recorded_and_not_made_again(
    study, ada, figures, monkeypatch
):
    def made_again(*_, **__):
        raise AssertionError("a second release is made")

    monkeypatch.setattr(calculations, "prepared_release", made_again)
    path = calculations.folder("circuits").root / "released" / "round-1.json"
    path.write_text(json.dumps(figures))
    writes.do_release({"slug": "circuits", "member": ada.pk}, lambda *_: None)
    assert Release.objects.get().file == "round-1.json"
    assert writes.record_releases(study=study, by=ada) == []


def test_whoever_lost_the_role_in_the_meantime_releases_nothing(study, ada):
    ada.roles.all().delete()
    with pytest.raises(writes.NotAllowed):
        writes.do_release({"slug": "circuits", "member": ada.pk}, lambda *_: None)


def test_whoever_does_not_speak_for_a_constituent_publishes_no_comment(released, ada, member):
    said = {"release": released, "kind": "comment", "text": "Good", "language": "en"}
    for other in (ada, member("bo", "enumerator"), member("cy", kind="workers")):
        with pytest.raises(writes.NotAllowed):
            writes.publish_comment(**said, by=other)


def test_events_hold_no_names_of_the_frame(drawn):
    assert "Works" not in str(list(Event.objects.values_list("facts", flat=True)))


def test_a_folder_of_the_command_line_becomes_a_study_once(study, ada):
    Study.objects.all().delete()
    (adopted,) = writes.adopt_folders()
    assert (adopted.slug, adopted.office, adopted.is_invented) == ("circuits", study.office, True)
    assert writes.adopt_folders() == []
