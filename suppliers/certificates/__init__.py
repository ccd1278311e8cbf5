"""Papers of producers and products: certificates, test reports, registrations, with their days and files."""
