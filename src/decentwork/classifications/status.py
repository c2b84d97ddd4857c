"""Status in employment by the kind of authority and of economic risk.

References
----------
20th International Conference of Labour Statisticians (2018), Resolution I concerning statistics
on work relationships: ICSE-18. Home-based work cuts across these categories: it is a place, not a
status.
"""

from dataclasses import dataclass

from decentwork.classifications.names import Named
from decentwork.estimates.errors import UnknownCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Named):
    """A category of ICSE-18.

    `independent` workers direct their unit; the others depend on another's authority. `for_profit`
    workers bear the risk of a profit or loss; the others work for pay.
    """

    code: str
    independent: bool
    for_profit: bool


def statuses() -> tuple[Status, ...]:
    """Return the ten categories of ICSE-18 by code."""
    return _STATUSES


def status(code: str) -> Status:
    """Return one category of ICSE-18 ("30"); an unlisted code raises `UnknownCode`."""
    for entry in _STATUSES:
        if entry.code == code:
            return entry
    raise UnknownCode(code, "ICSE-18", [f"{entry.code} {entry.name()}" for entry in _STATUSES])


_STATUSES = (
    Status(
        code="11",
        names={
            "en": "Employers in corporations",
            "fr": "Employeurs dans les sociétés",
            "es": "Empleadores en sociedades",
        },
        independent=True,
        for_profit=False,
    ),
    Status(
        code="12",
        names={
            "en": "Employers in household market enterprises",
            "fr": "Employeurs dans les entreprises marchandes de ménages",
            "es": "Empleadores en empresas de mercado de hogares",
        },
        independent=True,
        for_profit=True,
    ),
    Status(
        code="21",
        names={
            "en": "Owner-operators of corporations without employees",
            "fr": "Propriétaires-exploitants de sociétés sans salariés",
            "es": "Propietarios-operadores de sociedades sin asalariados",
        },
        independent=True,
        for_profit=False,
    ),
    Status(
        code="22",
        names={
            "en": "Own-account workers in household market enterprises without employees",
            "fr": "Travailleurs à leur compte dans les entreprises marchandes de ménages "
            "sans salariés",
            "es": "Trabajadores por cuenta propia en empresas de mercado de hogares "
            "sin asalariados",
        },
        independent=True,
        for_profit=True,
    ),
    Status(
        code="30",
        names={
            "en": "Dependent contractors",
            "fr": "Non-salariés dépendants",
            "es": "Contratistas dependientes",
        },
        independent=False,
        for_profit=True,
    ),
    Status(
        code="41",
        names={
            "en": "Permanent employees",
            "fr": "Salariés permanents",
            "es": "Asalariados permanentes",
        },
        independent=False,
        for_profit=False,
    ),
    Status(
        code="42",
        names={
            "en": "Fixed-term employees",
            "fr": "Salariés à durée déterminée",
            "es": "Asalariados por tiempo determinado",
        },
        independent=False,
        for_profit=False,
    ),
    Status(
        code="43",
        names={
            "en": "Short-term and casual employees",
            "fr": "Salariés à court terme et occasionnels",
            "es": "Asalariados a corto plazo y ocasionales",
        },
        independent=False,
        for_profit=False,
    ),
    Status(
        code="44",
        names={
            "en": "Paid apprentices, trainees and interns",
            "fr": "Apprentis et stagiaires rémunérés",
            "es": "Aprendices y pasantes remunerados",
        },
        independent=False,
        for_profit=False,
    ),
    Status(
        code="51",
        names={
            "en": "Contributing family workers",
            "fr": "Travailleurs familiaux collaborant à l'entreprise familiale",
            "es": "Trabajadores familiares auxiliares",
        },
        independent=False,
        for_profit=True,
    ),
)
