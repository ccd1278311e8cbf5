"""The eleventh revision, a file for each subject."""
