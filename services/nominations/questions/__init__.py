"""The rules asked without entering anything: one question or a file of many, each answered or refused by itself."""
