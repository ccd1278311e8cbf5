"""The commune-product programme (OCOP): its units, plans, producers taking part, trainings and files."""
