import numpy as np

from decentwork.matching.invented_registers import invented_register


def test_the_same_chance_invents_the_same_register():
    one, one_truth = invented_register(300, np.random.default_rng(7))
    other, other_truth = invented_register(300, np.random.default_rng(7))
    assert one.frame.equals(other.frame)
    assert np.array_equal(one_truth, other_truth)


def test_a_register_has_as_many_mentions_as_asked_of_fewer_enterprises():
    records, truth = invented_register(1_000, np.random.default_rng(1))
    assert len(records) == len(truth) == 1_000
    assert 300 < len(np.unique(truth)) < 600


def test_the_mentions_of_an_enterprise_are_of_one_country_or_of_none():
    records, truth = invented_register(1_000, np.random.default_rng(2))
    known = (records.frame["country"] != "").to_numpy()
    countries = records.frame["country"][known].groupby(truth[known]).nunique()
    assert countries.max() == 1


def test_countries_can_be_chosen():
    records, _ = invented_register(200, np.random.default_rng(3), countries=["THA", "EGY"])
    assert {*records.frame["country"]} - {""} == {"THA", "EGY"}


def test_one_name_stands_in_several_towns():
    records, truth = invented_register(2_000, np.random.default_rng(4), countries=["KEN"])
    by_name = records.frame.assign(truth=truth).groupby("name")["truth"].nunique()
    assert by_name.max() > 1


def test_no_two_enterprises_of_a_register_are_one_by_all_that_is_written_of_them():
    records, truth = invented_register(6_000, np.random.default_rng(9), countries=["THA"])
    whole = records.frame["address"].str.contains(r"\d+ Moo \d+, .* Road.* \d{5}$")
    numbered = records.frame["name"].str.contains(r" (?:Factory|Branch|Unit) \d$")
    told = records.frame.assign(truth=truth)[whole & numbered]
    assert len(told) > 5
    assert told.groupby(["name", "address"])["truth"].nunique().max() == 1
