"""Which gap is left at a topic and tier: the first that is true, in a fixed order."""


def gap(
    *, need: str, obligation: str, action_here: bool, action_elsewhere: bool, effect_known: bool
) -> str | None:
    """Return the gap between need, obligation and action, or None where none is left.

    Parameters
    ----------
    need : "deficit", "opportunity", "none" or "unknown"
    obligation : "yes", "no" or "unknown"
        "unknown" is not "no": the instruments of the topic are not in the data.
    action_here : bool
        Some recorded action on this topic reaches this tier.
    action_elsewhere : bool
        Some recorded action on this topic reaches another tier of the chain, or the country.
    effect_known : bool
        A source says what an action that reaches this tier has changed.

    Returns
    -------
    "nothing_known", "no_obligation", "no_action", "action_elsewhere", "no_evidence_of_effect" or
    None.

    Examples
    --------
    >>> gap(need="deficit", obligation="yes", action_here=False, action_elsewhere=True,
    ...     effect_known=False)
    'action_elsewhere'
    """
    if need == "unknown":
        return "nothing_known"
    if need == "none":
        return None
    if obligation == "no":
        return "no_obligation"
    if not action_here:
        return "action_elsewhere" if action_elsewhere else "no_action"
    return None if effect_known else "no_evidence_of_effect"
