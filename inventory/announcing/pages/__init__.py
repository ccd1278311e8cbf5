"""Pages about goods that are to come: the office's, and the producers' own."""
