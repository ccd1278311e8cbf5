"""The people of a producer: invited by link or QR, with rights, on phones that stay signed in."""
