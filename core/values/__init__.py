"""What figures and codes mean: VAT rates, barcode numbers, record ids, a device's clock, the types of fields that come in."""
