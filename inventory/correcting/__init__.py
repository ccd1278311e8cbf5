"""A goods document that was typed wrong is taken back and written anew in one act; both stay readable, each names the other."""
