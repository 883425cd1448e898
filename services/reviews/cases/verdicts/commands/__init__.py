"""Use cases of verdicts: ask for them, keep them, answer for a difference."""
