"""What the kit takes, in seconds and megabytes, beside the goals, and beside what other graders take."""
