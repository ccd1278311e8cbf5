"""The public pages behind a label."""
