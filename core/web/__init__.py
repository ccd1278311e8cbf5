"""How people and programs come in: the door, the JSON API, forms and pages."""
