"""Rules proven as pure functions, without any engine."""
