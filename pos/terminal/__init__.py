"""The till's page, its offline worker and its sentences."""
