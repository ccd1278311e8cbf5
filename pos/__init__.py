"""Selling: tills, shifts, sales, refunds, papers and the reports over all areas."""
