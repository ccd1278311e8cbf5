"""Which producers take part in the programme, since when, and in which year each was new or strengthened."""
