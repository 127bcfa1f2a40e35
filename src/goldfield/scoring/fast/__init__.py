"""Counts of two files without verdicts: quick where records are plain, never different."""
