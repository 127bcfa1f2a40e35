"""`python -m goldfield.cli`: the command line without its script."""

from goldfield.cli import main

main()
