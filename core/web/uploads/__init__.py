"""Files over the web: their API, the public address of pictures, and photos in forms."""
