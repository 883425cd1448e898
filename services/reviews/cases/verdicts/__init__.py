"""The verdicts a case rests on: of record at receipt, fresh before signing, and what a person answered for a difference."""
