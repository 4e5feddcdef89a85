"""What every grader of the comparison is given: eight checks of three functions, and submissions.

The kit has the checks in its own words (`kit_checks.py`, with `course.toml`), the others have them as asserts
(`plain_checks.py`).
"""
