"""Papers on sheets of A4 and A5: one family of parts, so that every paper of the outlet is seen to be of one hand."""
