"""The embedded stack on real engines: starting, dying, starting again, two at once."""
