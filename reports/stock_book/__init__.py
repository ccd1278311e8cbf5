"""Goods in and out, the stock as a workbook, and both ways of a lot."""
