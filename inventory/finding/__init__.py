"""Finding goods for a form: by name without accents, by code, by lot, by producer, or by what a scanner read."""
