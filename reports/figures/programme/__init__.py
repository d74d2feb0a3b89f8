"""What the work programme's report says, task by task."""
