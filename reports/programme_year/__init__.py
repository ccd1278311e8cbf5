"""A year of the programme: its plan beside what came of it."""
