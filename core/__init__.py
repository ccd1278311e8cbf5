"""The ground the three areas stand on: money, time, the database, people and what they may do."""
