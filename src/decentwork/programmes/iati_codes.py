"""What our codes are in IATI 2.03, and back: one table for each, used by export and import.

Sources: code lists of IATI 2.03; purpose codes of the OECD Development Assistance Committee as
described in its list: 16070 covers labour standards, labour law, fundamental principles and rights,
formalisation, and safety and health.
"""

from decentwork.programmes.fields import Coded
from decentwork.programmes.records import Activity
from decentwork.programmes.status import State

NAMESPACE = "urn:decentwork:programme"
"""Of what only we can read: ids, and what a standard element cannot tell."""
VOCABULARY = "urn:decentwork:"
OWN_CODES = "99"

STATUS: dict[State, str] = {
    "not_started": "1", "on_track": "2", "delayed": "2", "done": "4", "dropped": "5",
    "merged": "5", "suspended": "6",
}  # fmt: skip
"""Closed is 4; a merged activity is cancelled as one of its own, and its description says why."""

REPORTED = {
    "1": "planned", "2": "under_way", "3": "done", "4": "done", "5": "dropped", "6": "suspended",
}  # fmt: skip

ROLES = {"funder": "1", "accountable": "2", "lead": "4", "partner": "4"}
"""Roles of organisations that IATI has; it has none for those who take part or host."""

ROLES_READ = {"1": "funder", "2": "accountable", "3": "partner", "4": "partner"}

ORGANISATION_TYPES = {
    "government": "10", "enterprise": "70", "international": "40", "academia": "80",
    "civil_society": "22", "employers": "90", "workers": "90", "network": "90",
}  # fmt: skip
"""Departments and offices have the type of the reporting organisation."""

KINDS_READ = {
    "10": "government", "11": "government", "15": "government", "21": "civil_society",
    "22": "civil_society", "23": "civil_society", "24": "civil_society", "30": "network",
    "40": "international", "60": "civil_society", "70": "enterprise", "71": "enterprise",
    "72": "enterprise", "73": "enterprise", "80": "academia",
}  # fmt: skip
OTHER_KIND = "network"
OTHER_TYPE = "90"
MULTILATERAL = "40"

LEVELS = {"output": "1", "outcome": "2", "impact": "3"}
LEVELS_READ = {code: level for level, code in LEVELS.items()} | {"9": "output"}

MEASURES = {"unit": "1", "percentage": "2", "ordinal": "4", "qualitative": "5"}
MEASURES_READ = {code: measure for measure, code in MEASURES.items()} | {"3": "qualitative"}

LABOUR_RIGHTS = "16070"
SECTORS = {
    "social_protection": "16010",
    "employment_security": "16020",
    "social_dialogue_and_remedy": "16080",
    "skills": "11330",
}
"""Purpose code of a topic; all others, and an activity without a topic, are labour rights."""

GENDER_MARKER = "1"
SIGNIFICANT = "1"
GENDER_TOPICS = ("equality",)
"""Topics that make gender equality a significant objective; a group of women does too."""

UNSPECIFIED = "998"
"""Region of the DAC for developing countries that are not specified."""

SDG_GOALS, SDG_TARGETS, SDG_INDICATORS = "2", "3", "9"

EVIDENCE = "A08"
"""Category of a document: results, outcomes and outputs; the nearest to "evidence"."""

FORMATS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WEB_PAGE = "text/html"

TAGGED = tuple(
    name
    for name, field in Activity.model_fields.items()
    if name not in ("places", "regions") and any(isinstance(it, Coded) for it in field.metadata)
)
"""Coordinates of an activity that IATI holds as tags of our own: chains, industries, topics …"""

INVENTED = {
    "en": "Invented for a demonstration: no such activity exists.",
    "fr": "Inventé pour une démonstration : cette activité n’existe pas.",
    "es": "Inventado para una demostración: esta actividad no existe.",
}
EQUAL_SHARES = {
    "en": "The percentages are equal parts: how the work divides between places is not known.",
    "fr": "Les pourcentages sont des parts égales : on ne sait pas comment l’activité se répartit "
    "entre les lieux.",
    "es": "Los porcentajes son partes iguales: no se sabe cómo se reparte la actividad entre los "
    "lugares.",
}
"""Sentences that the file itself carries, in every language; no catalogue translates a file."""
