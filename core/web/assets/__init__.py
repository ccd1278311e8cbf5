"""The files a browser gets: under addresses that name their content, compressed, and a page's own in one piece."""
