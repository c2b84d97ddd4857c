import pandas as pd
from tests.footprints.toy import provenance

from decentwork.sources.value_added import read_value_added


def test_only_value_added_at_constant_prices_of_industries_is_read(tmp_path):
    rows = [
        ("XAA", "VA_Q15", 2016, 1, "Trade services", 8.0),
        ("XAA", "VA_Q15", 2017, 0, "Trade services", None),
        ("XAA", "VA_Q15", 2016, 1, "Total", 9.0),
        ("XAA", "VA", 2016, 1, "Trade services", 7.0),
        ("XAA", "EMP", 2016, 1, "Trade services", 6.0),
    ]
    columns = ["iso3", "var", "year", "war_flag", "sector", "value"]
    pd.DataFrame(rows, columns=columns).to_parquet(tmp_path / "etd.parquet")
    [row] = read_value_added(tmp_path / "etd.parquet", provenance()).frame.to_dict("records")
    assert (row["industry"], row["period"], row["value"]) == ("etd12:trade_services", "2016", 8.0)
    assert row["note"] == "marked by the publisher as a year of war"
