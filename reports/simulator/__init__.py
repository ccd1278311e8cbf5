"""What a producer would have been owed for goods that were sold, had its agreement said something else. Writes nothing."""
