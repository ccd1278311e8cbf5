"""Fairs: where and when the outlet sells away from home, and the stall that stands for it."""
