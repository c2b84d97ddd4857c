from datetime import date
from io import StringIO

import pandas as pd
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.surveys.links import NOT_TOLD, read_links


def table(text):
    rows = pd.read_csv(StringIO(text), sep="|", skipinitialspace=True)
    return rows.rename(columns=str.strip).map(lambda it: it.strip() if isinstance(it, str) else it)


def problems_of(text, **known):
    with pytest.raises(InvalidInput) as raised:
        read_links(table(text), **known)
    return [(problem.where, problem.what) for problem in raised.value.problems]


def test_a_link_keeps_who_says_so_and_when_it_began():
    links = read_links(table("buyer_id|supplier_id|source|since\na|b|buyer|2021\n"))
    (row,) = links.frame.to_dict("records")
    assert (row["source"], row["since"]) == ("buyer", pd.Timestamp("2021-01-01"))


def test_a_year_ends_on_its_last_day():
    links = read_links(table("buyer_id|supplier_id|source|until\na|b|buyer|2021\n"))
    assert links.frame["until"][0] == pd.Timestamp("2021-12-31")


def test_what_both_ends_say_is_one_link_with_two_sources():
    links = read_links(
        table("""buyer_id|supplier_id|source|since|until
        a|b|buyer|2019|2021
        a|b|supplier|2020|2022""")
    )
    (row,) = links.frame.to_dict("records")
    assert row["source"] == "buyer; supplier"
    assert (row["since"].year, row["until"].year, links.merged) == (2019, 2022, 1)


def test_a_merged_link_is_open_where_one_of_its_rows_is():
    links = read_links(
        table("buyer_id|supplier_id|source|since|until\na|b|buyer|2019|2021\na|b|supplier|2020|\n")
    )
    assert links.frame["until"].isna().all()


def test_links_of_two_periods_with_a_gap_stay_two():
    links = read_links(
        table("""buyer_id|supplier_id|source|since|until
        a|b|buyer|2010|2012
        a|b|buyer|2015|2016""")
    )
    assert (len(links.frame), links.merged) == (2, 0)


def test_a_merged_link_keeps_what_was_told_first():
    links = read_links(
        table("""buyer_id|supplier_id|source|kind|share
        a|b|buyer||0.4
        a|b|supplier|formal|0.6""")
    )
    (row,) = links.frame.to_dict("records")
    assert (row["kind"], row["share"]) == ("formal", 0.4)


def test_a_share_that_is_no_number_is_told():
    found = problems_of("buyer_id|supplier_id|source|share\na|b|buyer|half\n")
    assert found == [("row 1", "the share is not within 0 and 1.")]


def test_links_of_two_products_stay_two():
    links = read_links(
        table("buyer_id|supplier_id|source|product\na|b|buyer|yarn\na|b|buyer|dye\n")
    )
    assert links.frame["product"].tolist() == ["yarn", "dye"]


def test_foreign_suppliers_without_a_case_are_not_taken_for_one():
    links = read_links(
        table("buyer_id|supplier_id|source|country\na||buyer|FRA\na||buyer|FRA\n"), units=["a"]
    )
    assert len(links.frame) == 2


def test_only_the_links_of_a_day_are_kept():
    links = read_links(
        table("""buyer_id|supplier_id|source|since|until
        a|b|buyer|2010|2012
        a|c|buyer||
        a|d|buyer|2013|""")
    )
    assert links.on(date(2012, 6, 1)).frame["supplier_id"].tolist() == ["b", "c"]


def test_a_supplier_abroad_may_be_in_a_country_that_nobody_told():
    links = read_links(table(f"buyer_id|supplier_id|source|country\na||buyer|{NOT_TOLD}\n"))
    assert links.frame["country"].tolist() == [NOT_TOLD]


def test_all_problems_are_told_at_once():
    found = problems_of(
        """buyer_id|supplier_id|source|kind|share|country|since|until
        a|a|buyer|formal|0.5||2020|
        a|z|buyer|formal|0.5||2020|
        a||buyer|formal|0.5||2020|
        a|b||formal|0.5||2020|
        a|b|buyer|factory|0.5||2020|
        a|b|buyer|formal|1.5||2020|
        a|b|buyer|formal|0.5|XYZ|2020|
        a|c|buyer|formal|0.5||2020|2019
        a|c|buyer|formal|0.5||soon|
        a|c|buyer|formal|0.5||2031|""",
        units=["a", "b", "c"],
        as_of=date(2026, 1, 1),
    )
    assert ("row 1", "the unit names itself as its supplier.") in found
    assert ("row 2", "the supplier is not a unit.") in found
    assert ("row 3", "no supplier is named.") in found
    assert ("row 4", "no source is named.") in found
    assert ("row 6", "the share is not within 0 and 1.") in found
    assert ("row 7", "the country is no ISO alpha-3 code.") in found
    assert ("row 8", "the link ends before it begins.") in found
    assert ("row 9", "since is no date.") in found
    assert ("row 10", "the link begins after 2026-01-01.") in found
    assert {where for where, _ in found} >= {"row 5"}


def test_a_foreign_supplier_ends_the_domestic_chain():
    found = problems_of("buyer_id|supplier_id|source|country\na|b|buyer|FRA\nb|c|buyer|\n")
    assert found == [("row 2", "the buyer is a foreign supplier elsewhere.")]


def test_a_problem_of_many_rows_is_told_for_the_first_few():
    rows = "\n".join(f"u{it}|u{it}|buyer" for it in range(100))
    found = problems_of(f"buyer_id|supplier_id|source\n{rows}\n")
    assert len(found) == 6
    assert found[-1][0] == "95 further rows"


def test_a_table_without_sources_is_refused():
    assert problems_of("buyer_id|supplier_id\na|b\n") == [("columns", "'source' is missing.")]


def test_links_show_counts_only():
    links = read_links(table("buyer_id|supplier_id|source\nAsha|Bo|buyer\n"))
    assert repr(links) == "Links(1 links, 0 merged)"
