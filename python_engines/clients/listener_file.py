"""Reading a file of the listener's own, CSV or Parquet: its columns, or one clear line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from python_engines.clients.errors import ListenerFileError

PROVIDER = "file"
"""The provider that these files are, in every table."""

_PARQUET_MARK = b"PAR1"


@dataclass(frozen=True, slots=True)
class FileForm:
    """What a file must hold. Columns it does not name are ignored."""

    subject: str
    """What the file is of, for messages: "similar artists"."""
    needed: tuple[str, ...]
    """Columns of text that must be there."""
    optional: tuple[str, ...]
    error: type[ListenerFileError]

    def read(self, path: Path) -> pa.Table:
        """Return the columns of a file that this form names; those of a CSV are text.

        Raises the form's error for a file that cannot be used.
        """
        table = self._table(path)
        names = table.column_names
        if missing := [name for name in self.needed if name not in names]:
            raise self.refused(f"has no column {' and no '.join(missing)}", path)
        for name in (*self.needed, *self.optional):
            if names.count(name) > 1:
                raise self.refused(f"has {name} twice", path)
        for name in self.needed:
            if not _is_text(table.schema.field(name).type):
                raise self.refused(f"holds no text in {name}", path)
        return table

    def refused(self, reason: str, path: Path) -> ListenerFileError:
        """Return the error that says in one line why a file cannot be used."""
        return self.error(f"the file of {self.subject} {reason}: {path}")

    def _table(self, path: Path) -> pa.Table:
        try:
            with path.open("rb") as stream:
                is_parquet = stream.read(len(_PARQUET_MARK)) == _PARQUET_MARK
            return self._parquet(path) if is_parquet else self._csv(path)
        except UnicodeDecodeError:
            reason = "it is not UTF-8 text"
        except OSError as error:
            reason = error.strerror or "it cannot be read"
        except pa.ArrowInvalid as error:
            is_text = "UTF8" not in str(error)
            reason = "it is no CSV or Parquet file" if is_text else "it is not UTF-8 text"
        except pa.ArrowException:
            reason = "it is no CSV or Parquet file"
        raise self.refused(f"cannot be used, {reason}", path)

    def _csv(self, path: Path) -> pa.Table:
        return pyarrow.csv.read_csv(
            path,
            parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys((*self.needed, *self.optional), pa.string()),
                strings_can_be_null=False,
            ),
        )

    def _parquet(self, path: Path) -> pa.Table:
        names = set(pyarrow.parquet.read_schema(path).names)
        columns = [name for name in (*self.needed, *self.optional) if name in names]
        return pyarrow.parquet.read_table(path, columns=columns)


def _is_text(kind: pa.DataType) -> bool:
    held = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(held) or pa.types.is_large_string(held))
