import pandas as pd
import pytest
from tests.footprints.toy import provenance

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.estimates.interval import NoInterval
from decentwork.sources.employment_accounts import (
    control_group,
    read_estimated_employment,
    read_observed_employment,
)


def observed(tmp_path, *rows):
    frame = pd.DataFrame(rows, columns=["iso3", "var", "year", "sector", "value"])
    frame.to_parquet(tmp_path / "etd.parquet")
    return read_observed_employment(tmp_path / "etd.parquet", provenance())


def test_only_employment_of_industries_is_kept_and_a_missing_cell_left_out(tmp_path):
    found = observed(
        tmp_path,
        ("IND", "EMP", 2011, "Business services", 8.0),
        ("IND", "EMP", 2011, "Real estate", None),
        ("IND", "EMP", 2011, "Total", 8.0),
        ("IND", "VA", 2011, "Mining", 3.0),
    )
    assert isinstance(found.median_error, NoInterval)
    account = found.in_year(2011)
    assert account.industries == ("business_services",)
    assert account.values.tolist() == [8.0]
    assert account.how == ("observed",)


def test_estimated_cells_are_modelled_within_their_control_totals(tmp_path):
    frame = pd.DataFrame(
        [("TUR", "c4", 2011, 5.0, "ETD12"), ("DEU", "c4", 2011, 6.0, "PWTxILO3")],
        columns=["iso3", "sector", "year", "employment_thousand", "control_total"],
    )
    frame.to_parquet(tmp_path / "estimated.parquet")
    found = read_estimated_employment(tmp_path / "estimated.parquet", provenance())
    assert found.in_year(2011).how == ("modelled", "modelled")
    assert found.median_error == 0.30
    assert found.frame["control"].tolist() == ["TUR manufacturing", "DEU industry"]


def test_indian_real_estate_shares_a_control_total_with_business_services():
    groups = {control_group("IND", industry, "ETD12") for industry in ("c27", "c29", "c30")}
    assert groups == {"IND business_services"}
    assert control_group("BRA", "c29", "ETD12") == "BRA real_estate"


def test_every_missing_column_is_told(tmp_path):
    pd.DataFrame({"iso3": ["TUR"]}).to_parquet(tmp_path / "estimated.parquet")
    with pytest.raises(InvalidInput, match="4 problems"):
        read_estimated_employment(tmp_path / "estimated.parquet", provenance())


def test_a_truncated_file_is_damaged(tmp_path):
    path = tmp_path / "etd.parquet"
    pd.DataFrame({"iso3": ["TUR"] * 100}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(DamagedFile):
        read_observed_employment(path, provenance())


def test_control_groups_of_the_published_file_add_to_the_observed_totals(data_folder):
    modelled = read_estimated_employment(
        data_folder.file("wiod2013_employment_estimated"), provenance()
    )
    seen = read_observed_employment(data_folder.file("ggdc_etd_2021"), provenance())
    groups = modelled.frame.groupby(["control", "year"])["value"].sum()
    cells = seen.of_places(("BRA", "CHN", "IDN", "IND", "MEX", "TUR")).frame
    within = cells[cells["year"].between(1995, 2011)]
    keys = list(zip(within["place"] + " " + within["industry"], within["year"], strict=True))
    assert groups[keys].to_numpy() == pytest.approx(within["value"].to_numpy(), rel=1e-5)
