"""Read-only questions over all areas, and how their answers are shown and exported."""
