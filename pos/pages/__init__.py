"""The till, the manager's day, reports, people, settings and payouts on the screen."""
