"""Agreements with producers: their versions, who confirmed them, what they say about a sale."""
