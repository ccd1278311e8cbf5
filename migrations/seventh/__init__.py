"""The tables of the seventh schema, by their subject."""
