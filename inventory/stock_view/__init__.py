"""The stock as people look at it: by product, with what needs doing, and the story of a lot."""
