import pytest
from hypothesis import given
from hypothesis import strategies as some

from decentwork.classifications.groups import Group
from decentwork.estimates.errors import UnknownCode


def test_a_label_names_sex_and_ages():
    girls = Group.parse("female;age:5-17")
    assert girls == Group(sex="female", age="5-17")
    assert girls.ages == (5, 17)


def test_an_open_age_has_no_upper_end():
    assert Group.parse("age:15+").ages == (15, None)


def test_no_label_is_everybody():
    assert Group.parse("") == Group()
    assert Group().ages == (0, None)


def test_the_order_of_the_parts_is_free_and_written_one_way():
    assert str(Group.parse("age:5-17;male")) == "male;age:5-17"


@pytest.mark.parametrize(
    "label",
    [
        "girls",
        "age:17-5",
        "age:",
        "age:five",
        "colour:red",
        "female;male",
        "status:99",
        "formality:grey",
    ],
)
def test_a_malformed_label_is_refused(label):
    with pytest.raises(UnknownCode):
        Group.parse(label)


@given(
    some.builds(
        Group,
        sex=some.sampled_from(["", "female", "male"]),
        age=some.sampled_from(["", "5-17", "15+", "15-24"]),
        status=some.sampled_from(["", "22", "30", "51"]),
        formality=some.sampled_from(["", "formal", "informal"]),
    )
)
def test_a_group_reads_back_as_it_is_written(group):
    assert Group.parse(str(group)) == group
