"""Use cases of a case: what moves it, signs it, puts it before the council."""
