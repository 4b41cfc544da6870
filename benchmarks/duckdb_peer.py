"""Bare DuckDB beside us: ``load`` reads the same JSON into a table, ``rank`` cleans and ranks.

``python benchmarks/duckdb_peer.py load|rank FOLDER DATABASE``. ``load`` is the floor for an import
(no validation: a truncated file passes); ``rank`` does the work of ``pandas_peer.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

_RANK = """
with plays as (
    select distinct
        ts,
        ms_played,
        spotify_track_uri,
        master_metadata_album_artist_name as artist
    from read_json(
        $files,
        columns = {
            ts: 'timestamp',
            ms_played: 'bigint',
            spotify_track_uri: 'varchar',
            master_metadata_album_artist_name: 'varchar'
        }
    )
    where spotify_track_uri is not null
        and master_metadata_album_artist_name is not null
        and ms_played >= 30000
)

select artist, sum(ms_played) / 3600000 as hours, count(*) as plays, max(ts) as last_played
from plays
group by artist
order by hours desc, artist
"""


def load(folder: Path, database: Path) -> int:
    """Read every JSON file below ``folder`` into the table ``t``; returns its rows."""
    with duckdb.connect(str(database)) as connection:
        connection.execute(
            "create table t as select * from read_json($files)", {"files": f"{folder}/**/*.json"}
        )
        row = connection.execute("select count(*) from t").fetchone()
    return int(row[0]) if row else 0


def rank(folder: Path) -> tuple[int, int]:
    """Clean and rank; returns how many artists and plays."""
    with duckdb.connect() as connection:
        ranked = connection.execute(_RANK, {"files": f"{folder}/**/*.json"}).fetchall()
    return len(ranked), sum(row[2] for row in ranked)


if __name__ == "__main__":
    work, where = sys.argv[1], Path(sys.argv[2])
    if work == "load":
        print(load(where, Path(sys.argv[3])), "rows")
    else:
        print("{} artists, {} plays".format(*rank(where)))
