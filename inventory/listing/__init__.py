"""Goods documents as lists: of one kind or of all, narrowed by what is known of the one that is looked for."""
