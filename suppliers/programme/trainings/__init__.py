"""Trainings of the programme: on which day, about what, for whom, how many people."""
