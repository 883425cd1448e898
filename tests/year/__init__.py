"""The worked year 2026 of the sample Office, played on a fresh stack as an acceptance test; what must hold afterwards."""
