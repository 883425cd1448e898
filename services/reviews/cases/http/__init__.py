"""Routes of cases, their papers and their files."""
