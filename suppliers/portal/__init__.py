"""The pages a producer reads."""
