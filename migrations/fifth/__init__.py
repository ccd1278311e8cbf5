"""The fifth revision, a file for each subject."""
