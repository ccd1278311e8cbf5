"""The till's papers on a roll, one module each: what it says of a document, and of example data."""
