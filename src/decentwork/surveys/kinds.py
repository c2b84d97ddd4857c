"""What kinds of units a supply chain survey follows, each listed apart so that none crowds out."""

from enum import StrEnum


class Kind(StrEnum):
    """What a unit is; a buyer lists its suppliers of each kind separately."""

    FORMAL = "formal"  # a registered enterprise or establishment
    HOUSEHOLD = "household"  # a household business, or a unit that is not registered
    HOME_WORKER = "home_worker"  # a person who works at home for the buyer: unit and worker in one
    AGENCY = "agency"  # supplies workers, not goods


class Disposition(StrEnum):
    """What became of a unit that was to be visited."""

    OPEN = "open"  # issued, not yet visited
    INTERVIEWED = "interviewed"
    REFUSED = "refused"
    NOT_LOCATED = "not_located"
    CLOSED = "closed"
    OUT_OF_SCOPE = "out_of_scope"
    WRONG_LINK = "wrong_link"  # found, but does not supply who named it
    ABROAD = "abroad"  # a foreign supplier ends the domestic chain


ELIGIBLE = frozenset({Disposition.INTERVIEWED, Disposition.REFUSED, Disposition.NOT_LOCATED})
"""Dispositions of units that belong to the chain, or may: those that non-response is judged by."""
