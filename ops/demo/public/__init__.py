"""What the public sees of the demonstration: fairs, news, and what visitors said."""
