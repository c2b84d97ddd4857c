"""Programmes of action: who does what, with which results, and what was learned."""
