"""What is each person's own: the look of their pages, and what somebody of a producer may."""
