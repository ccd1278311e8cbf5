"""Photos of goods documents: what came, what was spoilt."""
