"""Ink: fonts, pictures of one bit, QR codes and printer bytes. What is written on a paper is decided elsewhere.

Papers stay Vietnamese whatever language a screen speaks: the same sale gives the same slip.
"""
