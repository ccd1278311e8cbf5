"""What `make bench` measures: a sale over HTTP against its floor, with four clients, with a history, and the report."""
