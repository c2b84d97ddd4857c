import numpy as np
import pandas as pd

from decentwork.matching.comparisons import compare
from decentwork.matching.invented_registers import invented_register
from decentwork.matching.parsed import Often, count_words, parse
from decentwork.registers.enterprise_records import EnterpriseRecords, enterprise_records

SIZE = 400


def part(records, rows):
    return EnterpriseRecords(frame=records.frame.iloc[rows])


def added_up(parts):
    rows = pd.concat(pd.Series(it.often, it.key) for it in parts)
    often = rows.groupby(level=0).sum()
    return Often(
        number=sum(it.number for it in parts), key=often.index.to_numpy(), often=often.to_numpy()
    )


def test_pairs_of_a_part_compare_as_in_the_whole_register():
    records, _ = invented_register(SIZE, np.random.default_rng(4))
    half = np.arange(SIZE // 2)
    whole = added_up([count_words(part(records, half)), count_words(part(records, half + 200))])
    left, right = np.arange(0, 199, dtype=np.int32), np.arange(1, 200, dtype=np.int32)
    alone = compare(parse(part(records, half), whole), left, right)
    within = compare(parse(records), left, right)
    np.testing.assert_array_equal(alone.values, within.values)


def test_a_word_that_no_count_names_stands_once():
    nobody = enterprise_records(pd.DataFrame({"name": ["Radogama"]}, index=["a"]))
    counted = Often(number=5_000, key=np.zeros(0, np.uint64), often=np.zeros(0, np.int64))
    assert parse(nobody, counted).name_weight.tolist() == [1.0]
