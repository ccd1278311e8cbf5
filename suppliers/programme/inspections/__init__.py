"""Inspections of producers: food safety and the environment, what was found, and by when it has to be mended."""
