"""The changes of the second revision, a file for each area."""
