"""What a code says: GS1 element strings, the outlet's own links, and what a scan means here."""
