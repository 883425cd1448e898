"""The nominations service: register, plan, rulebook, nominations up to submission, award ledger."""
