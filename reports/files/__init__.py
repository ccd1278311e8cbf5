"""Reports as files: CSV, workbooks and PDF, all from the columns of the report."""
