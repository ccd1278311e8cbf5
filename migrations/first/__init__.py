"""The tables of the first revision, a file for each area."""
