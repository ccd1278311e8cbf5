"""The spool: what printers are to print, one lane for each printer, beside the outbox's jobs that do it."""
