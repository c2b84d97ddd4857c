from pathlib import Path

import pytest

from decentwork.estimates.errors import MissingData, UnknownCode
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.table_names import named_table, table_names

SAMPLE = Path(__file__).parents[1] / "samples" / "tidy_table"


def test_a_folder_is_accepted_wherever_a_name_is(tmp_path):
    named = named_table(str(SAMPLE), DataFolder(tmp_path))
    assert (named.name, named.years) == ("tidy_table", (2011,))
    assert named.account_names == ("employment", "child_labour")
    flows = named.table(named.year_or_last(None))
    assert named.account("employment", flows).total == 66


def test_a_table_that_is_known_but_not_here_says_how_to_add_it(tmp_path):
    with pytest.raises(MissingData, match="decentwork data add"):
        named_table("wiod2013", DataFolder(tmp_path))


def test_a_name_that_nothing_has_is_refused(tmp_path):
    with pytest.raises(UnknownCode, match="'wiod'"):
        named_table("wiod", DataFolder(tmp_path))


def test_years_and_accounts_that_are_not_there_are_answered_with_those_that_are(tmp_path):
    named = named_table(str(SAMPLE), DataFolder(tmp_path))
    with pytest.raises(UnknownCode, match="2011"):
        named.year_or_last(1999)
    with pytest.raises(UnknownCode, match="employment, child_labour"):
        named.account("hours", named.table(2011))


def test_a_table_of_the_users_own_is_found_by_name_once_added(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.add(SAMPLE)
    assert table_names(folder) == ("tidy_table",)
    assert named_table("tidy_table", folder).table(2011).place_codes == ("P", "Q")


def test_both_shipped_tables_have_employment(data_folder):
    for name in ("wiod2013", "wiod2013_panel_41x12"):
        named = named_table(name, data_folder)
        jobs = named.account("employment", named.table(2011))
        assert "CHN" in jobs.places


def test_indian_employment_is_shared_between_the_pooled_industries(data_folder):
    named = named_table("wiod2013_panel_41x12", data_folder)
    jobs = named.account("employment", named.table(2011))
    indian = {i: v for p, i, v in zip(jobs.places, jobs.industries, jobs.values, strict=True)
              if p == "IND"}  # fmt: skip
    assert len(indian) == 12
    assert indian["real_estate"] > 0
