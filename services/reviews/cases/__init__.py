"""The cases of nominations, from receipt to outcome."""
