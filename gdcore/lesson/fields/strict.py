"""What all tables of a lesson file share: they take what they know, and tell one text from a list of more."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Discriminator, Field

TEXT, MORE = "", "[key]"
"""Marks of what may be one text or more: they stand in the place of a fault, where its line leaves both out."""
OneOrMany = Discriminator(lambda value: MORE if isinstance(value, list) else TEXT)
Label = Annotated[str, Field(max_length=40)]


class NamesFile:
    """Marks fields that name a file or a folder, or whose text may: see ``gdcore.own_files``."""


FileName = Annotated[str, Field(min_length=1), NamesFile()]


class Strict(BaseModel):
    """A table that takes the keys it knows and no other, and no value of another kind."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False, use_attribute_docstrings=True)
