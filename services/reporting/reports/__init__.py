"""Reports: read models, statistics, papers and the register of paper numbers."""
