"""What decent work covers: thirteen topics, five of them fundamental principles and rights."""

from dataclasses import dataclass

from decentwork.classifications.names import Named
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.messages import translatable


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic(Named):
    """One topic; `instruments` are the fundamental ILO instruments on it, e.g. ("C138", "C182").

    `definition` is plain English that the site translates; `names` hold every site language.
    """

    id: str
    definition: str
    instruments: tuple[str, ...] = ()

    @property
    def fundamental(self) -> bool:
        """Say whether this is one of the ILO's five fundamental principles and rights at work."""
        return bool(self.instruments)


def topics() -> tuple[Topic, ...]:
    """Return all topics in their fixed order."""
    return _TOPICS


def topic(id: str) -> Topic:
    """Return one topic; an unlisted id raises `UnknownCode`."""
    for entry in _TOPICS:
        if entry.id == id:
            return entry
    raise UnknownCode(id, "the topics of decent work", [entry.id for entry in _TOPICS])


_TOPICS = (
    Topic(
        id="freedom_of_association",
        names={
            "en": "Freedom of association and collective bargaining",
            "fr": "Liberté syndicale et négociation collective",
            "es": "Libertad sindical y negociación colectiva",
        },
        definition=translatable(
            "Workers and employers may form and join organisations of their own choosing, "
            "and bargain collectively."
        ),
        instruments=("C087", "C098"),
    ),
    Topic(
        id="forced_labour",
        names={"en": "Forced labour", "fr": "Travail forcé", "es": "Trabajo forzoso"},
        definition=translatable(
            "Work that a person does not do of their own free will and is made to do "
            "under threat of a penalty."
        ),
        instruments=("C029", "P029", "C105"),
    ),
    Topic(
        id="child_labour",
        names={"en": "Child labour", "fr": "Travail des enfants", "es": "Trabajo infantil"},
        definition=translatable(
            "Work by children below the minimum age, hazardous work by anyone under 18, "
            "and the worst forms of child labour."
        ),
        instruments=("C138", "C182"),
    ),
    Topic(
        id="equality",
        names={
            "en": "Equality and non-discrimination",
            "fr": "Égalité et non-discrimination",
            "es": "Igualdad y no discriminación",
        },
        definition=translatable(
            "Equal opportunity and treatment in employment and occupation, and equal pay "
            "for work of equal value."
        ),
        instruments=("C100", "C111"),
    ),
    Topic(
        id="safety_and_health",
        names={
            "en": "Safety and health at work",
            "fr": "Sécurité et santé au travail",
            "es": "Seguridad y salud en el trabajo",
        },
        definition=translatable(
            "Work that does not injure, make ill or kill; prevention comes first."
        ),
        instruments=("C155", "C187"),
    ),
    Topic(
        id="earnings",
        names={
            "en": "Earnings and living wages",
            "fr": "Gains et salaire vital",
            "es": "Ingresos y salario vital",
        },
        definition=translatable(
            "Pay that is adequate, paid in full and on time, and compared with what a decent "
            "life costs."
        ),
    ),
    Topic(
        id="working_time",
        names={"en": "Working time", "fr": "Temps de travail", "es": "Tiempo de trabajo"},
        definition=translatable("Limits to daily and weekly hours, rest, and paid leave."),
    ),
    Topic(
        id="social_protection",
        names={
            "en": "Social protection",
            "fr": "Protection sociale",
            "es": "Protección social",
        },
        definition=translatable(
            "Cover for sickness, maternity, injury, unemployment, old age and other risks."
        ),
    ),
    Topic(
        id="employment_security",
        names={
            "en": "Employment and its security",
            "fr": "Emploi et sécurité de l'emploi",
            "es": "Empleo y estabilidad laboral",
        },
        definition=translatable(
            "Whether there is work, under what kind of contract, and whether it is informal."
        ),
    ),
    Topic(
        id="skills",
        names={
            "en": "Skills and advancement",
            "fr": "Compétences et évolution professionnelle",
            "es": "Competencias y desarrollo profesional",
        },
        definition=translatable("Training, recognition of skills, and chances to move up."),
    ),
    Topic(
        id="recruitment",
        names={
            "en": "Fair recruitment",
            "fr": "Recrutement équitable",
            "es": "Contratación equitativa",
        },
        definition=translatable(
            "Workers pay no recruitment fees, know their terms, and keep their documents."
        ),
    ),
    Topic(
        id="work_life_balance",
        names={
            "en": "Work, family and personal life",
            "fr": "Travail, famille et vie personnelle",
            "es": "Trabajo, familia y vida personal",
        },
        definition=translatable(
            "Maternity and parental leave, childcare, and hours that leave room for life."
        ),
    ),
    Topic(
        id="social_dialogue_and_remedy",
        names={
            "en": "Social dialogue, supervision and remedy",
            "fr": "Dialogue social, contrôle et voies de recours",
            "es": "Diálogo social, control y vías de reparación",
        },
        definition=translatable(
            "Governments, employers and workers talk; labour is inspected; harm is put right."
        ),
    ),
)
