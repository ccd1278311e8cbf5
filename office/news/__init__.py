"""The pages of the news: for who writes, and for everybody."""
