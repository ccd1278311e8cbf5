"""The papers of the goods documents."""
