"""Pages of counting: sessions with their entries and differences, posted counts, and what producers say of them."""
