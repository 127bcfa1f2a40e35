"""Tables, cards and run folders."""
