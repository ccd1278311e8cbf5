"""Gift baskets: goods of several owners under one price, in versions."""
