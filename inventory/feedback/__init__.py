"""What visitors say of lots behind their labels: shown once a manager says so, followed up where food is in doubt."""
