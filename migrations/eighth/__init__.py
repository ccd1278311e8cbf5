"""The eighth revision, a file for each subject."""
