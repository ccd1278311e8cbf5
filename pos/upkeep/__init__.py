"""What keeps an outlet safe: checking the books, backup, restore, export, and the command line."""
