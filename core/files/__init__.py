"""Pictures and papers as files: taken as bytes, checked by decoding them, kept beside the database, read by who may."""
