import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.sources.shock_files import closures, demand_changes


def test_a_word_names_product_factor_and_market():
    frame = demand_changes(["c4=0.3@GBR", "c5=0.9"]).frame
    assert frame.values.tolist()[0] == ["1", "c4", "GBR", 0.3]
    assert frame.values.tolist()[1] == ["1", "c5", "", 0.9]
    assert demand_changes(["=1.1@DEU"]).frame["product"].tolist() == [""]


def test_a_file_holds_scenarios(tmp_path):
    path = tmp_path / "demand.csv"
    path.write_text("scenario,product,market,factor\nmild,c4,GBR,0.9\nhard,c4,GBR,0.3\n")
    assert demand_changes([str(path)]).scenarios == ("mild", "hard")


def test_closures_of_a_file_may_name_industries(tmp_path):
    path = tmp_path / "closed.csv"
    path.write_text("place,industry,closed\nCHN,,0.5\nCHN,c1,0\n")
    assert closures([str(path), "DEU=0.2"]) == {
        ("CHN", ""): 0.5,
        ("CHN", "c1"): 0.0,
        ("DEU", ""): 0.2,
    }


def test_all_that_cannot_be_read_is_told():
    with pytest.raises(InvalidInput, match="2 problems"):
        demand_changes(["c4=lots", "no-such-file.csv"])
    with pytest.raises(InvalidInput, match="3 problems"):
        closures(["CHN=x", "nowhere.csv", "DEU=0.1", "DEU=0.2"])


def test_a_factor_in_a_file_that_is_no_number_names_its_line(tmp_path):
    path = tmp_path / "demand.csv"
    path.write_text("product,market,factor\nc4,GBR,half\n")
    with pytest.raises(InvalidInput, match="line 2"):
        demand_changes([str(path)])
