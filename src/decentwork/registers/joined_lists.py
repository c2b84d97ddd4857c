"""Several lists of enterprises as one."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from decentwork.registers.enterprise_records import EnterpriseRecords


def joined(lists: Sequence[tuple[str, EnterpriseRecords]]) -> tuple[EnterpriseRecords, int]:
    """Return the mentions of lists, each with a name, as one list, one after the other.

    An id that stands in two lists or more becomes `name:id`; returned is also how many do.

    Raises
    ------
    InvalidInput
        An id stands twice even so, as two lists have the same name.
    """
    if len(lists) == 1:
        return lists[0][1], 0
    frame = pd.concat([records.frame for _, records in lists])
    names = np.repeat(
        np.array([name for name, _ in lists], object), [len(records) for _, records in lists]
    )
    several = frame.index.duplicated(keep=False)
    ids = frame.index.to_numpy(object).copy()
    ids[several] = names[several] + ":" + ids[several]
    count = frame.index[several].nunique()
    return EnterpriseRecords(frame=frame.set_axis(pd.Index(ids, name="id"))), count
