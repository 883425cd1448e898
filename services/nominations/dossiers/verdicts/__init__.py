"""Verdicts judged and kept: at submission, at receipt, before signing, and again when what they rest on changes."""
