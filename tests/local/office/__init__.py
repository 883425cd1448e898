"""Four tiny real services for the tests of the stack: each migrates its database and answers the health questions."""
