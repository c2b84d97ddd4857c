"""The records of a programme: what is planned and done, who takes part, what came of it.

Each class is one sheet of a workbook, or one section of a YAML file, named by `section`. Records
have an id that is unique in the whole programme; rows (roles, budgets, targets, updates) belong to
a record and have none. A field that names another record holds its id.
"""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from decentwork.programmes.fields import (
    Chains,
    Day,
    Groups,
    Id,
    Industries,
    Period,
    Place,
    Places,
    Regions,
    Text,
    Texts,
    Tiers,
    Title,
    Topics,
    Words,
    first_day,
    last_day,
    refers,
    said,
)

Level = Literal["output", "outcome", "impact"]
Measure = Literal["unit", "percentage", "ordinal", "qualitative"]
Shared = Literal["public", "constituents", "parties"]
Reported = Literal["planned", "under_way", "done", "suspended", "dropped", "merged"]

ActivityKind = Literal[
    "research", "publication", "data", "tool", "course", "advocacy", "advice", "project",
    "platform", "partnership", "forum", "dialogue", "coordination",
]  # fmt: skip


class Row(BaseModel):
    """What belongs to a record; `section` is its sheet."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)
    section: ClassVar[str]


class Record(Row):
    """What has a title, a text that a report may print, and its sources."""

    id: Id
    title: Title
    text: Words = {}
    sources: Texts = ()
    """Where it is told: the id of a document, a colon, the paragraph or page: "report:13"."""

    def name(self, lang: str = "en") -> str:
        """Return the title in a language, else in one that it has."""
        return said(self.title, lang)


class Placed(Record):
    """A record with coordinates; an empty one does not restrict, or is not told."""

    places: Places = ()
    regions: Regions = ()
    chains: Chains = ()
    industries: Industries = ()
    tiers: Tiers = ()
    topics: Topics = ()
    groups: Groups = ()
    starts: Period | None = None
    ends: Period | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.starts and self.ends and first_day(self.starts) > last_day(self.ends):
            raise ValueError(f"it ends ({self.ends}) before it starts ({self.starts})")
        return self


class Document(Record):
    """A document that others cite."""

    section = "documents"
    publisher: Text = ""
    published: Period | None = None
    symbol: Text = ""
    address: Text = ""
    licence: Text = ""


class Organisation(Record):
    """A body that plans, does, pays or takes part."""

    section = "organisations"
    kind: Literal[
        "department", "office", "government", "employers", "workers", "enterprise",
        "international", "academia", "civil_society", "network",
    ]  # fmt: skip
    place: Place | None = None
    part_of: Annotated[Id | None, refers("organisations")] = None
    iati: Text = ""
    """Its identifier in IATI, such as XM-DAC-41302."""


class Area(Record):
    """An area of action."""

    section = "areas"
    number: int = Field(ge=1)


class Deliverable(Record):
    """What an area promises to deliver; activities add up to it."""

    section = "deliverables"
    area: Annotated[Id, refers("areas")]
    ends: Period | None = None


class Activity(Placed):
    """Something done: the only records that count as action on a need."""

    section = "activities"
    kind: ActivityKind
    area: Annotated[Id, refers("areas")]
    deliverable: Annotated[Id | None, refers("deliverables")] = None
    part_of: Annotated[Id | None, refers("activities")] = None
    """The project or larger activity; a part is not counted beside its whole."""
    waits_for: Annotated[Texts, refers("activities")] = ()
    state: Reported | None = None
    """What was last reported; None where nothing was."""
    why: Words = {}
    attribution: Literal["sole", "contributed", "would_have_happened"] | None = None
    workers_reached: int | None = Field(default=None, ge=0)
    effect: Words = {}
    """What it changed, where a source says so."""
    evidence: Annotated[Texts, refers("documents")] = ()
    answers: Texts = ()
    """Gaps it was planned for: place, chain, topic and tier, as VNM/electronics/earnings/lead."""
    adopts: Annotated[Id | None, refers("lessons")] = None
    """A good practice of this programme that it takes up."""
    adopts_from: Annotated[Text, Field(pattern=r"^([a-z0-9_-]+/[a-z0-9_-]+)?$")] = ""
    """A good practice of another programme that it takes up: programme/lesson."""

    @model_validator(mode="after")
    def _explained(self) -> Self:
        if self.state in ("suspended", "dropped", "merged") and not self.why:
            raise ValueError(f"why: say why it is {self.state}")
        return self


class Role(Row):
    """What an organisation does in a record."""

    section = "roles"
    record: Annotated[Id, refers("activities", "meetings", "commitments", "dialogues", "areas")]
    organisation: Annotated[Id, refers("organisations")]
    role: Literal["lead", "partner", "funder", "accountable", "participant", "host"]


class Budget(Row):
    """Money for an activity in a year, by who gives it."""

    section = "budgets"
    record: Annotated[Id, refers("activities", "deliverables", "areas")]
    year: int = Field(ge=1990, le=2100)
    amount: float = Field(ge=0)
    currency: Annotated[Text, Field(pattern=r"^[A-Z]{3}$")]
    source: Annotated[Id | None, refers("organisations")] = None
    kind: Literal["needed", "committed", "spent"] = "committed"


class Result(Record):
    """What is to come of an activity, deliverable or area."""

    section = "results"
    of: Annotated[Id, refers("activities", "deliverables", "areas")]
    level: Level
    adds_to: Annotated[Id | None, refers("results")] = None


class Indicator(Record):
    """How a result is measured."""

    section = "indicators"
    result: Annotated[Id, refers("results")]
    measure: Measure
    unit: Words = {}
    rising: bool = True
    """A higher value is better."""
    cumulative: bool = False
    """Each period's value counts from the beginning, not from the period's first day."""
    scale: Texts = ()
    """The steps of an ordinal measure, from the worst to the best."""
    adds_to: Annotated[Id | None, refers("indicators")] = None
    """The indicator above, into which this one's approved values are summed."""
    dimensions: Texts = ()
    sdg: Text = ""
    """Code of an indicator of the Sustainable Development Goals, such as 8.7.1."""
    estimate: Text = ""
    """The released estimate it rests on: study/variable, then position in the chain and group where
    it is of one, such as coffee/child_labour/home_and_informal/female."""
    baseline_year: int | None = None
    baseline: float | None = None
    baseline_text: Words = {}

    @property
    def takes_the_last(self) -> bool:
        """Say whether the last of several periods tells what was reached, rather than their sum."""
        lasting = self.cumulative or self.measure in ("ordinal", "qualitative")
        return lasting or bool(self.estimate)

    @model_validator(mode="after")
    def _scaled(self) -> Self:
        if (self.measure == "ordinal") != bool(self.scale):
            raise ValueError("scale: steps, from the worst to the best, are for ordinal measures")
        if self.estimate and not 2 <= len(self.estimate.split("/")) <= 4:
            raise ValueError("estimate: write study/variable, then /position and /group if of one")
        return self


class Measured(Row):
    """A value of an indicator in a period, perhaps of a part of it ("sex=female, place=ETH")."""

    indicator: Annotated[Id, refers("indicators")]
    starts: Day
    ends: Day
    part: Texts = ()
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = Field(default=None, gt=0)
    words: Words = {}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.starts > self.ends:
            raise ValueError(f"the period ends ({self.ends}) before it starts ({self.starts})")
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError("numerator and denominator come together")
        if any("=" not in part for part in self.part):
            raise ValueError("part: write dimension=value, such as sex=female")
        return self


class Target(Measured):
    """What an indicator should reach by the end of a period."""

    section = "targets"


class Update(Measured):
    """What an indicator has reached; only approved updates count."""

    section = "updates"
    state: Literal["draft", "submitted", "returned", "approved"] = "draft"
    by: Text = ""
    evidence: Annotated[Texts, refers("documents")] = ()


class Meeting(Placed):
    """A meeting and what came of it."""

    section = "meetings"
    area: Annotated[Id | None, refers("areas")] = None
    outcome: Words = {}


class Decision(Record):
    """What a meeting or a governing body decided or concluded."""

    section = "decisions"
    meeting: Annotated[Id | None, refers("meetings")] = None
    kind: Literal["resolution", "conclusions", "decision", "request"]
    decided: Period | None = None


class FollowUp(Record):
    """What a decision asks for, of whom and by when."""

    section = "follow_ups"
    decision: Annotated[Id, refers("decisions")]
    who: Annotated[Id | None, refers("organisations")] = None
    due: Period | None = None
    state: Literal["open", "done", "dropped"] = "open"
    done_by: Annotated[Texts, refers("activities", "meetings", "decisions")] = ()


class Commitment(Placed):
    """A pledge or a call to action: who will do what, where and by when."""

    section = "commitments"
    area: Annotated[Id | None, refers("areas")] = None
    kind: Literal["pledge", "call_to_action"]
    number: int | None = Field(default=None, ge=0)
    """How many it stands for, where a source gives only their number."""
    state: Literal["open", "done", "dropped"] = "open"
    progress: Words = {}
    evidence: Annotated[Texts, refers("documents")] = ()


class Dialogue(Placed):
    """Dialogue between a company and a union, or between home and host governments."""

    section = "dialogues"
    area: Annotated[Id | None, refers("areas")] = None
    kind: Literal["company_union", "home_host", "tripartite"]
    number: int | None = Field(default=None, ge=0)
    confidentiality: Shared = "public"


class Lesson(Placed):
    """What was tried under which conditions, what happened, and how that is known."""

    section = "lessons"
    area: Annotated[Id | None, refers("areas")] = None
    kind: Literal["lesson", "good_practice"] = "lesson"
    context: Words = {}
    tried: Words = {}
    happened: Words = {}
    conditions: Words = {}
    evidence: Annotated[Texts, refers("documents")] = ()


class Evaluation(Record):
    """A judgement of an activity or of the programme by somebody named."""

    section = "evaluations"
    of: Annotated[Id | None, refers("activities", "deliverables", "areas")] = None
    evaluated: Period | None = None
    independent: bool | None = None


class Recommendation(Record):
    """What an evaluation recommends, and what management answers."""

    section = "recommendations"
    evaluation: Annotated[Id, refers("evaluations")]
    answer: Literal["accepted", "partly", "rejected"] | None = None
    response: Words = {}
    done_by: Annotated[Texts, refers("activities")] = ()


class Finding(Placed):
    """A figure, a gap or an observation that a source reports; no action."""

    section = "findings"
    area: Annotated[Id | None, refers("areas")] = None
    kind: Literal["figure", "gap", "observation", "obligation", "question"]
    value: float | None = None
    unit: Words = {}


SECTIONS: dict[str, type[Row]] = {
    kind.section: kind
    for kind in (
        Document, Organisation, Area, Deliverable, Activity, Role, Budget, Result, Indicator,
        Target, Update, Meeting, Decision, FollowUp, Commitment, Dialogue, Lesson, Evaluation,
        Recommendation, Finding,
    )
}  # fmt: skip
"""Every kind of record and row by its section, in the order of files and forms."""


class Header(BaseModel):
    """What is said once of a programme: whose it is, when, and what it planned in all."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    id: Id
    title: Title
    organisation: Text
    organisation_iati: Text = ""
    starts: Period
    ends: Period
    language: Literal["en", "fr", "es"] = "en"
    about: Words = {}
    invented: bool = False
    """Made up for a demonstration: every page and file says so."""
    planned_deliverables: int | None = Field(default=None, ge=0)
    planned_activities: int | None = Field(default=None, ge=0)
    report: Annotated[Text, BeforeValidator(lambda value: value or "")] = ""
    """Id of the document whose paragraphs order the records, if they come from one."""
