"""Labels: what each says, the stocks they are printed on, and the files and printer jobs made of both.

A label is a dataclass with `says()`, in a module of its own; a stock is a line in `stocks`. Every label fits every stock.
"""
