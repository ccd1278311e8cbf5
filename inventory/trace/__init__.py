"""Where goods came from and went: stock cards, and what everybody may know of a lot."""
