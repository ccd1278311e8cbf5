"""Codes that stand for a person: so far those that approve while a till is cut off."""
