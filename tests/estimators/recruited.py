# Recruited samples drawn in a test: one row a respondent, "seed" for a seed's recruiter.

import pandas as pd

from decentwork.estimates.provenance import Origin, Provenance
from decentwork.surveys.recruitment import Recruitment

INVENTED = Provenance(
    origins=(Origin(publisher="nobody", title="invented", licence="none", citation="none"),)
)

# Methods B.13 (6): 30 invented people from three seeds.
TOY = """
s1,seed,4,0,215;s2,seed,6,1,204;s3,seed,4,0,191;u01,s1,2,0,151;u02,s1,1,0,127;u03,s2,7,1,223;
u04,s2,5,0,198;u05,s2,1,0,118;u06,s3,4,1,155;u07,s3,3,1,156;u08,u01,3,0,145;u09,u01,5,0,191;
u10,u02,4,0,188;u11,u03,1,0,125;u12,u05,2,0,149;u13,u05,3,0,150;u14,u06,3,0,150;u15,u06,7,1,228;
u16,u06,7,1,238;u17,u07,3,1,144;u18,u07,3,1,163;u19,u08,3,0,162;u20,u08,2,0,135;u21,u08,3,0,169;
u22,u10,5,0,202;u23,u10,3,0,171;u24,u11,3,0,158;u25,u11,4,1,169;u26,u11,3,0,157;u27,u12,4,0,177
"""


def recruited(people):
    """Return a sample from a frame with the columns id, recruiter_id, degree and traits."""
    people = people.assign(recruiter_id=people["recruiter_id"].replace("seed", ""))
    people = people.assign(degree=people["degree"].astype(float))
    return Recruitment(people=people.set_index("id"), provenance=INVENTED)


def drawn(text):
    """Return a sample from a drawing: a header line, then cells parted by bars."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    people = pd.DataFrame(lines[1:], columns=lines[0], dtype=object)
    for name in people.columns.difference(["id", "recruiter_id"]):
        known = people[name].mask(people[name] == "")
        numbers = pd.to_numeric(known, errors="coerce")
        people[name] = numbers if (numbers.notna() == known.notna()).all() else known
    return recruited(people)


def toy():
    rows = [row.strip().split(",") for row in TOY.replace("\n", "").split(";")]
    people = pd.DataFrame(rows, columns=["id", "recruiter_id", "degree", "y", "wage"])
    return recruited(people.astype({"y": float, "wage": float}))
