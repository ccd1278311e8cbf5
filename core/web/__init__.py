"""How people and programs come in: the request guard, the JSON API, forms and pages."""
