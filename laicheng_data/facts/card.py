"""The source card of a report, `datapackage.json`: where its numbers come from."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from laicheng_data.facts.contract import ID
from laicheng_data.facts.faults import Fault
from laicheng_data.facts.periods import date_range
from laicheng_data.facts.reading import read_text
from laicheng_data.paths import CARD


class Source(BaseModel):
    """Where the numbers were printed."""

    model_config = ConfigDict(extra="allow")
    title: str = Field(min_length=1)
    path: str | None = None


class Contributor(BaseModel):
    """Who made the folder: a person or a group."""

    model_config = ConfigDict(extra="allow")
    title: str = ""
    role: str = ""

    @property
    def is_curator(self) -> bool:
        """Whether it is named, and not as who published the source or wrote it."""
        return bool(self.title) and self.role not in ("publisher", "author")


class Remark(BaseModel):
    """What a reader must know of some of the facts before using them."""

    facts: list[str] = Field(default_factory=list)
    remark: str


class Card(BaseModel):
    """The source card, `datapackage.json`.

    `created` dates the source, empty in a draft of a page that gives no date, `place` is what
    charts call it, and `period` what it reports on, where its title does not say. `paragraphs` says
    how many there are from the title line to the end of the text, where page furniture follows.
    `standing` tells a first-hand source from a reprint, and `previous` names the same body's report
    for the year before.
    """

    model_config = ConfigDict(extra="allow")
    name: str
    title: str = Field(min_length=1)
    created: datetime | None
    sources: list[Source] = Field(min_length=1)
    resources: list[dict] = Field(min_length=1)
    publisher: str = ""
    place: str = ""
    period: str = ""
    paragraphs: int | None = Field(default=None, ge=1)
    previous: str = Field(default="", pattern=rf"^({ID})?$")
    standing: Literal["first-hand", "reprint"] = "first-hand"
    remarks: list[Remark] = Field(default_factory=list)
    contributors: list[Contributor] = Field(default_factory=list)

    @field_validator("created", mode="before")
    @classmethod
    def _no_date(cls, value: object) -> object:
        """A draft whose page gives no date leaves it empty."""
        return None if value == "" else value

    @field_validator("period")
    @classmethod
    def _is_period(cls, value: str) -> str:
        """A period as facts have them."""
        if value:
            date_range(value)
        return value

    @property
    def day(self) -> str:
        """The day of the source as ISO 8601 has it; empty where nobody has written it yet."""
        return self.created.date().isoformat() if self.created else ""


def read_card(folder: Path, faults: list[Fault]) -> Card | None:
    """The card of a report folder; None and its faults where it cannot be used."""
    text = read_text(folder / CARD, faults)
    if text is None:
        return None
    try:
        card = Card.model_validate(json.loads(text))
    except ValidationError as error:
        for item in error.errors():
            column = ".".join(str(part) for part in item["loc"]) or None
            problem = item["msg"].lower()
            faults.append(Fault(CARD, None, column, None, problem, "complete the source card"))
        return None
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a ValueError too
        row = getattr(error, "lineno", None)
        faults.append(Fault(CARD, row, None, None, "is not JSON", f"mend: {error}"))
        return None
    if card.name != folder.name:
        problem = "is not the folder's name"
        faults.append(Fault(CARD, None, "name", card.name, problem, f"write {folder.name}"))
    return card
