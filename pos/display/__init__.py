"""The customer display: devices paired with a till, and what the till shows them."""
