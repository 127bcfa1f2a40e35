"""Gold on disk: loading, counting, sheets, formats of other tools."""
