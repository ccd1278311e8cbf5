"""The plan of a year of the programme: its targets, whole, by priority group and by commune, and the points of sale it names."""
