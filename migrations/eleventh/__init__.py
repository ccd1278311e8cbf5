"""The tenth revision, a file for each subject."""
