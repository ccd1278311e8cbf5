"""The ninth revision, a file for each subject."""
