import pytest
from hypothesis import given
from hypothesis import strategies as some

from decentwork.classifications.groups import Group
from decentwork.estimates.errors import UnknownCode


def test_a_label_names_sex_and_ages():
    girls = Group.parse("female;age:5-17")
    assert girls == Group(sex="female", age="5-17")
    assert girls.name() == "Female, 5–17 years"
    assert girls.name("fr") == "Femmes, 5–17 ans"
    assert girls.name("es") == "Mujeres, 5–17 años"


def test_an_open_age_has_no_upper_end():
    assert Group.parse("age:15+").name() == "15+ years"


def test_status_and_formality_are_named_by_their_classification():
    assert Group.parse("status:30;formality:informal").name() == (
        "Dependent contractors, Informal jobs"
    )


def test_no_label_is_everybody():
    assert Group.parse("") == Group()
    assert Group.parse("").name("fr") == "Tout le monde"


def test_the_order_of_the_parts_is_free_and_written_one_way():
    assert str(Group.parse("age:5-17;male")) == "male;age:5-17"


@pytest.mark.parametrize(
    "label",
    ["girls", "age:17-5", "age:", "age:five", "colour:red", "female;male", "status:99", "area:sea"],
)
def test_a_malformed_label_is_refused(label):
    with pytest.raises(UnknownCode):
        Group.parse(label)


@given(
    some.builds(
        Group,
        sex=some.sampled_from(["", "female", "male"]),
        age=some.sampled_from(["", "5-17", "15+", "15-24"]),
        area=some.sampled_from(["", "rural", "urban"]),
        status=some.sampled_from(["", "22", "30", "51"]),
        formality=some.sampled_from(["", "formal", "informal"]),
    )
)
def test_a_group_reads_back_as_it_is_written(group):
    assert Group.parse(str(group)) == group
