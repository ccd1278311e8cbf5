"""The statement as a sheet, PDF and Excel."""
