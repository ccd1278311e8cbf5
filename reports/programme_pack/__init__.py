"""The programme's report of a span of days for the office above: composed live, or frozen under a number."""
