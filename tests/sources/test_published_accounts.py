import pytest

from decentwork.sources.published_accounts import are_parts


@pytest.mark.parametrize(
    "groups",
    [
        ("female", "male"),
        ("Low-skilled male", "Low-skilled female", "High-skilled female", "High-skilled male"),
    ],
)
def test_groups_that_each_come_by_sex_are_parts_of_one_whole(groups):
    assert are_parts(groups)


@pytest.mark.parametrize(
    "groups",
    [
        (),
        ("",),
        ("female",),
        ("female", "male", "total"),
        ("female", "male", "Low-skilled female", "Low-skilled male"),
        ("Low-skilled male", "Low-skilled female", "High-skilled male"),
        ("skilled", "unskilled"),
    ],
)
def test_groups_that_may_overlap_or_lack_one_are_not(groups):
    assert not are_parts(groups)
