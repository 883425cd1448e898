"""Use cases of a meeting, from planning to its close."""
