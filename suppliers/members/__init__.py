"""Member households of a producer: who they are, which lots they brought, and what of a statement is whose."""
