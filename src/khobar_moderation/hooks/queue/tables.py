"""The two tables of the queue: drafts as they stand, and every change with who made it and when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, Integer, String, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

__all__ = ["VERSION", "Base", "ChangeRow", "DraftRow", "VersionRow"]

VERSION = 1
"""Of these tables: one more whenever a file made before could not be used."""


class _Moment(TypeDecorator[datetime]):
    """A moment in UTC: SQLite keeps no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC).replace(tzinfo=None if dialect.name == "sqlite" else UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class Base(DeclarativeBase):
    """What the tables share."""


class DraftRow(Base):
    """A draft: the message, what was decided, where it stands, and in whose hands it is."""

    __tablename__ = "khobar_drafts"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))
    adapter: Mapped[str] = mapped_column(String(50))
    outgoing: Mapped[str] = mapped_column(Text)
    verdict: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    created: Mapped[datetime] = mapped_column(_Moment)
    changed: Mapped[datetime] = mapped_column(_Moment)
    due: Mapped[datetime | None] = mapped_column(_Moment)
    ready: Mapped[datetime] = mapped_column(_Moment)  # due, or when it was last changed: what senders go by
    approver: Mapped[str | None] = mapped_column(String(100))
    worker: Mapped[str | None] = mapped_column(String(100))
    lease: Mapped[datetime | None] = mapped_column(_Moment)

    __table_args__ = (Index("khobar_drafts_waiting", "state", "ready"),)

    def __repr__(self) -> str:
        return f"DraftRow({self.id}, {self.state})"


class ChangeRow(Base):
    """One change of a draft's state."""

    __tablename__ = "khobar_changes"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    draft: Mapped[str] = mapped_column(ForeignKey("khobar_drafts.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(_Moment)
    who: Mapped[str] = mapped_column(String(100))
    before: Mapped[str | None] = mapped_column(String(16))
    after: Mapped[str] = mapped_column(String(16))
    verdict_hash: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class VersionRow(Base):
    """The version of the tables that a database holds."""

    __tablename__ = "khobar_version"

    version: Mapped[int] = mapped_column(Integer, primary_key=True)
