import numpy as np
import pandas as pd
import pytest
from tests.sources.observed import PROVENANCE, SAMPLES, only, places

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.sources.gapminder import read_context, read_structure


def structure(path):
    names = (
        "self_employed_percent_of_employment",
        "female_self_employed_percent_of_female_employment",
        "service_workers_percent_of_employment",
        "hourly_labour_cost_constant_2021_usd",
    )
    values = np.array([52.9735, 57.2006, 35.7859, 4.5], dtype=np.float32)
    frame = pd.DataFrame({"indicator": names, "iso3": "KEN", "year": 2023, "value": values})
    frame.to_parquet(path)
    return path


def test_series_are_known_by_name_and_others_are_passed_over(tmp_path):
    observed = read_structure(structure(tmp_path / "structure.parquet"), PROVENANCE)
    assert only(observed, "self_employed", group="female")["value"] == pytest.approx(0.572006)
    assert only(observed, "employment_sector", industry="broad:services")["value"] == pytest.approx(
        0.357859
    )
    assert len(observed.frame) == 3


def test_single_precision_leaves_no_noise(tmp_path):
    observed = read_structure(structure(tmp_path / "structure.parquet"), PROVENANCE)
    assert only(observed, "self_employed", group="")["value"] == 0.529735


def test_hours_are_not_per_cent():
    observed = read_context(SAMPLES / "gapminder/context.csv", PROVENANCE)
    assert only(observed, "hours_week", place="KEN")["value"] == 44.2
    assert only(observed, "unemployment_rate")["value"] == pytest.approx(0.057)
    assert only(observed, "labour_force_participation")["group"] == "female"


def test_codes_of_its_own_are_written_as_iso_has_them():
    observed = read_context(SAMPLES / "gapminder/context.csv", PROVENANCE)
    assert places(observed, "hours_week") == ["KEN", "XKX"]


def test_a_parquet_file_that_is_cut_off_is_refused(tmp_path):
    path = structure(tmp_path / "structure.parquet")
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DamagedFile, match=r"structure\.parquet"):
        read_structure(path, PROVENANCE)


def test_every_missing_column_of_a_parquet_file_is_told(tmp_path):
    path = tmp_path / "structure.parquet"
    pd.DataFrame({"indicator": ["x"], "iso3": ["KEN"]}).to_parquet(path)
    with pytest.raises(InvalidInput) as caught:
        read_structure(path, PROVENANCE)
    assert [problem.what for problem in caught.value.problems] == [
        "year is missing.",
        "value is missing.",
    ]
