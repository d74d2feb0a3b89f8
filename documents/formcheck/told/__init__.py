"""The rules on a paper's own words and numbers, part by part of the page."""
