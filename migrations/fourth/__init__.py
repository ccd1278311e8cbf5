"""The third revision, a file for each subject."""
