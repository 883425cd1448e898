"""What is kept of secret ballots: rounds and rolls in the database, keys beside it, boxes sealed."""
