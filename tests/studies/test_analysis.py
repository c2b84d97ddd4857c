import numpy as np
import pandas as pd
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.studies.analysis import chain_sample
from decentwork.surveys.design import (
    Costs,
    CutOff,
    Follow,
    Stratum,
    SurveyDesign,
    WorkerStage,
)
from decentwork.surveys.fieldwork import Fieldwork
from decentwork.surveys.kinds import Kind
from decentwork.surveys.submissions import Submission, Submissions

DESIGN = SurveyDesign(
    names={"en": "Invented yarn", "fr": "Fil inventé", "es": "Hilo inventado"},
    id="yarn",
    place="XAA",
    chain="yarn",
    period="2026",
    office="Office of Avonia",
    strata=(Stratum(id="mills", frame_units=2, seeds=2),),
    deepest_tier=1,
    cutoff=CutOff(rule="all"),
    follow=(Follow(kind=Kind.FORMAL, at_most=3),),
    workers=WorkerStage(per_unit=2, counted=("employees",)),
    costs=Costs(currency="XXX", fixed=0, unit={}, worker=0),
    draw_seed=1,
    invented=True,
)
UNITS = ("case_id", "outcome", "consent", "unit_name", "registered", "supplies_nearer", "region",
         "buyers_in_scope", "workers_listed")  # fmt: skip
WORKERS = ("case_id", "worker_number", "outcome", "consent", "sex", "age")


def unit(case, **answers):
    told = {"case_id": case, "outcome": "interviewed", "consent": "yes", "unit_name": "Ada's Mill"}
    answers = {**told, "workers_listed": "9", **answers}
    return Submission(form="economic_unit", id=f"u-{case}", answers=answers)


def worker(case, number, **answers):
    told = {"case_id": case, "worker_number": number, "outcome": "interviewed", "consent": "yes"}
    return Submission(form="worker", id=f"w-{case}-{number}", answers={**told, **answers})


def collected(*records):
    return Submissions.from_records(
        records,
        questions={"economic_unit": UNITS, "worker": WORKERS},
        roster_questions={"formal_suppliers": ("since",)},
    )


def field(cases, nominations=""):
    """Read cases "id tier disposition" and nominations "buyer kind unit case eligible drawn"."""
    rows = [line.split() for line in cases.strip().splitlines()]
    table = pd.DataFrame(
        {
            "tier": [int(tier) for _, tier, _ in rows],
            "kind": "formal",
            "stratum": ["mills" if tier == "0" else "" for _, tier, _ in rows],
            "seed_chance": [1.0 if tier == "0" else np.nan for _, tier, _ in rows],
            "disposition": [told for _, _, told in rows],
            "draw": 1,
        },
        index=pd.Index([id for id, _, _ in rows], name="case_id"),
    )
    named = [line.split() for line in nominations.strip().splitlines()]
    return Fieldwork(
        cases=table,
        nominations=pd.DataFrame(
            {
                "buyer_id": [row[0] for row in named],
                "kind": [row[1] for row in named],
                "position": 1,
                "unit_id": [row[2] for row in named],
                "case_id": [row[3].strip("-") for row in named],
                "eligible": [row[4] == "yes" for row in named],
                "drawn": [row[5] == "yes" for row in named],
                "abroad": False,
                "country": "",
            },
        ),
    )


WORLD = field(
    """
    A 0 interviewed
    B 1 interviewed
    C 1 refused
    D 1 closed
    """,
    """
    A formal    B  B  yes yes
    A formal    C  C  yes yes
    A formal    D  D  yes yes
    A formal    x  -  yes no
    A formal    y  -  no  no
    A household z  -  yes no
    """,
)
ANSWERS = collected(
    unit("A", region="North", registered="yes"),
    unit("B", registered="dont_know", buyers_in_scope="2", supplies_nearer="yes"),
    Submission(form="economic_unit", id="u-C", answers={"case_id": "C", "outcome": "refused"}),
    worker("B", "1", sex="female", age="16"),
    worker("B", "2", sex="male", age="40"),
    worker("C", "1", sex="female", age="30"),
    worker("A", "1", consent="no"),
)


@pytest.fixture
def sample():
    return chain_sample(DESIGN, ANSWERS, WORLD, questionnaires())


def test_units_are_those_interviewed_with_consent(sample):
    assert list(sample.units.index) == ["A", "B"]
    assert sample.units["tier"].tolist() == [0, 1]
    assert sample.units["region"].tolist() == ["North", ""]


def test_seeds_have_a_chance_and_others_their_number_of_buyers(sample):
    np.testing.assert_equal(sample.units["seed_chance"].to_numpy(), [1, np.nan])
    np.testing.assert_equal(sample.units["buyers_in_scope"].to_numpy(), [np.nan, 2])


def test_a_link_tells_what_its_buyer_listed_drew_and_reached(sample):
    assert sample.links.to_dict("records") == [
        {
            "buyer_id": "A",
            "supplier_id": "B",
            "kind": "formal",
            "listed": 4,
            "followed": 1,
            "response_factor": 0.5,  # one of the two whose fate is known was found outside
            "issued": 3,
            "outside": 1,
        }
    ]


def test_a_supplier_named_twice_by_a_buyer_is_one_supplier():
    twice = field(
        "A 0 interviewed\nB 1 interviewed",
        "A formal B B yes yes\nA formal B B yes yes\nA formal x - yes no",
    )
    links = chain_sample(DESIGN, ANSWERS, twice, questionnaires()).links
    assert links[["listed", "followed", "issued"]].to_numpy().tolist() == [[2, 1, 1]]


def test_a_supplier_on_two_lists_is_linked_as_what_it_turned_out_to_be():
    both = field(
        "A 0 interviewed\nB 1 interviewed",
        "A household B B yes yes\nA formal B B yes yes",
    )
    links = chain_sample(DESIGN, ANSWERS, both, questionnaires()).links
    assert links["kind"].tolist() == ["formal"]


def test_workers_are_those_of_the_sample_with_their_units_counts(sample):
    workers = sample.workers
    assert list(workers.index) == ["B-1", "B-2"]
    assert workers[["listed", "interviewed"]].to_numpy().tolist() == [[9, 2], [9, 2]]
    assert workers["sex"].tolist() == ["female", "male"]


def test_indicators_are_scored(sample):
    np.testing.assert_equal(sample.units["workers"].to_numpy(), [9, 9])
    np.testing.assert_equal(sample.units["unit_not_registered"].to_numpy(), [0, np.nan])


def test_nothing_that_identifies_gets_into_the_sample(sample):
    tables = (sample.units, sample.links, sample.workers)
    assert "Ada" not in "".join(table.reset_index().to_csv() for table in tables)
    assert all("name" not in column for table in tables for column in table.columns)


def test_the_origin_is_the_office_with_the_digest_of_what_was_collected(sample):
    (origin,) = sample.provenance.origins
    assert (origin.publisher, origin.sha256) == ("Office of Avonia", ANSWERS.digest)
    assert origin.licence == "Confidential; statistics only"
    assert sample.provenance.steps == (
        "2 units interviewed with consent, of 4 cases",
        "1 units say that they also supply a nearer tier; the tier of every unit is the nearest "
        "that fieldwork found",
        "2 workers interviewed with consent; 1 of other units",
    )


def test_a_decision_that_a_unit_is_out_of_scope_takes_it_out():
    decided = field("A 0 interviewed\nB 1 out_of_scope", "A formal B B yes yes")
    found = chain_sample(DESIGN, ANSWERS, decided, questionnaires())
    assert list(found.units.index) == ["A"]
    assert found.links.empty


def test_of_two_forms_of_a_case_the_newest_counts():
    later = Submission(
        form="economic_unit",
        id="later",
        submitted_at="2026-03-02T00:00:00Z",
        answers={**unit("a").answers, "workers_listed": "3"},
    )
    field_of_one = field("A 0 interviewed")
    found = chain_sample(DESIGN, collected(unit("A"), later), field_of_one, questionnaires())
    assert found.units["workers"].tolist() == [3]
    assert found.workers is None


def test_without_any_form_of_a_unit_there_is_no_sample():
    empty = Submissions(forms={}, rosters={})
    with pytest.raises(InvalidInput, match="there are no submissions"):
        chain_sample(DESIGN, empty, WORLD, questionnaires())
