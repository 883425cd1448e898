"""The sealed boxes of secret ballots: what is kept of them, their keys, and the rounds they belong to."""
