"""Capitalised words in a row are organisations, or persons after a title: a first try."""

import re

NAME = re.compile(r"(?:[A-Z][\w'-]+ )*[A-Z][\w'-]+")
TITLES = ("Mr ", "Mrs ", "Ms ", "Dr ", "President ", "Minister ")


class Extractor:
    layers = ("entities",)
    version = "1"

    def __call__(self, text):
        entities = []
        for match in NAME.finditer(text):
            title = next((t for t in TITLES if match[0].startswith(t)), "")
            start, end = match.start() + len(title), match.end()
            if start < end and " " in match[0]:
                entities.append({"start": start, "end": end, "type": "PER" if title else "ORG"})
        return {"layers": self.layers, "entities": entities}
