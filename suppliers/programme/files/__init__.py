"""Files of the programme: a product or an idea of a year, and its six steps."""
