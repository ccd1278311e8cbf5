"""What runs the outlet outside a request: commands, backup, checks, demonstration, simulation."""
