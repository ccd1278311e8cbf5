"""Goods on the screen: stock, receiving, the producers' portal, the public pages."""
