"""Offers: what is taken off prices by rule, in versions, so that a sale is judged by the one of its moment."""
