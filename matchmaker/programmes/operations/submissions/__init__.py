"""What is done with a submission, by who enters, regional bodies and staff."""
