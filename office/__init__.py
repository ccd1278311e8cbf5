"""Pages of those who run the outlet."""
