"""Files that come in: Excel and CSV read into rows, shown before anything is written, and written all or nothing."""
