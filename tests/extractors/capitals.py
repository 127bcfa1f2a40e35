"""Words with a capital as entities, as strings; texts of given lengths fail, each in its way."""

import os
import re
import time
from pathlib import Path
from typing import Any


class Extractor:
    version = "3"

    def __init__(
        self,
        loads: str = "",
        seconds: float = 0,
        raising: int = -1,
        exiting: int = -1,
        wrong: int = -1,
    ) -> None:
        self.seconds = seconds
        self.raising, self.exiting, self.wrong = raising, exiting, wrong
        if loads:  # each process that loads this leaves a file
            (Path(loads) / str(os.getpid())).touch()

    def __call__(self, text: str) -> dict[str, Any]:
        time.sleep(self.seconds)
        if len(text) == self.raising:
            raise ValueError("no luck")
        if len(text) == self.exiting:
            os._exit(3)
        if len(text) == self.wrong:
            return {"entities": [{"start": 0, "end": 1, "type": "NOTHING"}]}
        words = re.findall(r"[A-Z]\w+", text)
        return {"entities": [{"type": "PER", "mentions": [{"text": word}]} for word in words]}
