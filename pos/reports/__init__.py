"""Reports over all areas; they read and never write."""
