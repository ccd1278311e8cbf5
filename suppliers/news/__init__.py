"""News of the programme: articles in two languages, written in the office, read by everybody from their day on."""
