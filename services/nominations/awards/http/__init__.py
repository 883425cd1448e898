"""The ledger over HTTP, and what can be told from it: forecasts and simulations."""
