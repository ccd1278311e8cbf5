"""What is printed, from the command line."""
