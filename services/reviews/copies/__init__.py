"""Copies of what nominations publishes and reviews needs: the register, the rulebook, the ledger."""
