"""What an agency's report says."""
