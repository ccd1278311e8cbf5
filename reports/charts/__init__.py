"""Charts drawn on the server: what stands where, in the units of the drawing. `templates/parts/charts.html` writes the SVG."""
