"""What a goods document would do before it is saved: in goods, in đồng, and who bears it. Reads only."""
