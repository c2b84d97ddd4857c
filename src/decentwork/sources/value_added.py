"""Value added of the Economic Transformation Database, in prices of one year."""

from pathlib import Path

import pandas as pd

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import Observations, note_where, observations, years
from decentwork.sources.delimited import read_parquet
from decentwork.sources.wiod import etd_code

_NATIONAL_ACCOUNTS = translatable(
    "from national accounts, whose error the publisher does not state"
)
_WAR = translatable("marked by the publisher as a year of war")


def read_value_added(path: Path, provenance: Provenance) -> Observations:
    """Return value added by 12 industries, million local currency at 2015 prices, 1990–2018.

    References
    ----------
    de Vries et al. 2021, WIDER Technical Note 2/2021: variable VA_Q15.
    """
    cells = read_parquet(path, ("iso3", "var", "year", "war_flag", "sector", "value"))
    rows = cells[(cells["var"] == "VA_Q15") & (cells["sector"] != "Total")]
    frame = pd.DataFrame(
        {
            "indicator": "value_added_volume",
            "place": rows["iso3"].astype(str),
            "industry": [f"etd12:{etd_code(label)}" for label in rows["sector"]],
            "period": years(rows["year"]),
            "value": rows["value"].astype(float),
            "note": note_where(rows["war_flag"] == 1, _WAR),
        }
    )
    return observations(frame, provenance, _NATIONAL_ACCOUNTS)
