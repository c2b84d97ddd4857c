from dataclasses import replace

from tests.dossiers.worlds import figures

from decentwork.dossiers.goods_evidence import INPUT_MEANS
from decentwork.dossiers.needs import need
from decentwork.reporting.wording import sentence

HEADER = "indicator | topic | tier | period | value | subject\n"


def shown(row: str) -> str:
    return need(figures("work", HEADER + row))[0]


def test_any_child_in_child_labour_is_a_deficit_against_the_conventions():
    row = "child_labour_economic_activity | child_labour | context | 2020 | 0.05"
    assert shown(row) == "deficit"


def test_a_stated_unknown_is_neither_deficit_nor_met():
    row = "child_labour_economic_activity | child_labour | context | 2020 | ?"
    assert shown(row) == "unknown"


def test_a_listed_good_is_reason_to_see_a_deficit():
    row = (
        "listed_child_labour_good | child_labour | whole_chain | 2022 | listed_child_labour | Yarn"
    )
    assert shown(row) == "deficit"


def test_a_good_that_is_not_listed_shows_no_norm_met():
    row = "listed_child_labour_good | child_labour | whole_chain | 2022 | not_listed | Yarn"
    assert shown(row) == "unknown"


def test_without_figures_nothing_is_known():
    assert need([]) == ("unknown", ())


def test_the_reason_names_indicator_value_and_norm():
    row = "child_labour_economic_activity | child_labour | context | 2020 | 0.05"
    ((reason,), (figure,)) = need(figures("work", HEADER + row))[1], figures("work", HEADER + row)
    assert reason.id == "need_from_figure"
    assert reason.fields["value"] == 0.05
    assert "C138" in reason.fields["norm"]
    assert reason.figures == (figure.id,)


def test_the_reason_tells_figures_of_one_indicator_apart():
    row = "informal_employment | employment_security | context | 2020 | 0.9 | non-agriculture"
    (reason,) = need(figures("work", HEADER + row))[1]
    assert reason.fields["of"] == {"subject": "non-agriculture"}
    assert "Informal employment (outside agriculture), 2020" in sentence(reason)


def test_of_a_listed_input_the_reason_says_that_nobody_knows_whether_the_chain_uses_it():
    row = (
        "listed_child_labour_good | child_labour | whole_chain | 2022 | listed_child_labour | Yarn"
    )
    (item,) = figures("goods", HEADER + row)
    as_input = replace(item, figure=replace(item.figure, notes=(INPUT_MEANS,)))
    assert [it.id for it in need([item])[1]] == ["need_from_list"]
    assert [it.id for it in need([as_input])[1]] == ["need_from_listed_input"]
