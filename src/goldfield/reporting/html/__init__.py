"""Pages for people: Jinja2 templates on one base, each page whole in one file.

A page loads nothing: its styles and scripts stand in it, and its content security policy names
them by their hashes and allows nothing else. Whatever a template prints is escaped.
"""

from goldfield.reporting.html.pages import page

__all__ = ["page"]
