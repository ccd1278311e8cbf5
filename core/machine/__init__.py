"""What the outlet asks of the machine it runs on: private files, one server for each database, TLS, a sound clock."""
