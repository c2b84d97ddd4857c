from tests.dossiers.worlds import evidence

from decentwork.dossiers.exhibits import exhibits

HEADER = "indicator | topic | tier | period | value | subject | group\n"


def shown(**rows: str) -> dict[str, tuple[str, ...]]:
    tables = {section: HEADER + table for section, table in rows.items()}
    return {each.id: each.figures for each in exhibits(evidence(**tables))}


def test_what_nothing_is_known_of_is_not_drawn():
    assert shown(trade="jobs_by_round | employment_security | whole_chain | 2011 | ?") == {}


def test_goods_that_no_edition_lists_make_no_chart():
    row = "listed_child_labour_good | child_labour | whole_chain | 2022 | not_listed | Yarn |"
    assert shown(goods=row) == {}


def test_a_listed_good_is_drawn_with_the_editions_that_do_not_list_it():
    rows = (
        "listed_child_labour_good | child_labour | whole_chain | 2020 | not_listed | Yarn |\n"
        "listed_child_labour_good | child_labour | whole_chain | 2022 | listed_x | Yarn |\n"
    )
    assert len(shown(goods=rows)["listed_goods_by_edition"]) == 2


def test_a_series_of_one_year_is_no_trend():
    one = "union_density | freedom_of_association | context | 2019 | 0.1 | |\n"
    two = one + "union_density | freedom_of_association | context | 2018 | 0.2 | |\n"
    assert shown(work=one) == {}
    assert len(shown(work=two)["indicator_trends"]) == 2


def test_a_trend_never_joins_two_series():
    rows = (
        "informal_employment | employment_security | context | 2018 | 0.7 | |\n"
        "informal_employment | employment_security | context | 2017 | 0.8 | |\n"
        "informal_employment | employment_security | context | 2018 | 0.5 | non-agriculture |\n"
    )
    assert len(shown(work=rows)["indicator_trends"]) == 2
