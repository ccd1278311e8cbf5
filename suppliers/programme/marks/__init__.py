"""The rules of marks: whose goods may bear which mark of the brand set, where and when, and each time they did."""
