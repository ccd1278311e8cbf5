"""The sixth revision, a file for each subject."""
