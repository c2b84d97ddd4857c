"""The names that every output table uses, in the order in which tables print them."""

WHAT = ("variable", "category", "statistic", "universe", "tier")
"""What a row estimates; further coordinates stand under `group`."""

VALUES = ("value", "low", "high", "standard_error")
"""What disclosure control withholds together."""

METHODS = ("weights", "variance")

ESTIMATED = (*WHAT, *VALUES, *METHODS, "n", "seeds", "design_effect", "verdict", "note")
"""An estimate at the producing office: see `surveys.estimated`."""

RELEASED = (*WHAT, *VALUES, *METHODS, "answers", "verdict", "reason", "note")
"""An estimate past disclosure control: see `estimates.disclosure`."""
