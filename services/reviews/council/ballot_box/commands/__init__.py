"""Use cases of secret ballots, votes on paper and written opinions."""
