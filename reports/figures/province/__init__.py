"""What the province's and the districts' reports say."""
