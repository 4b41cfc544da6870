import csv

from ingest.kinds import RejectReason
from stores.paths import PROJECT_ROOT


def test_each_reason_for_setting_a_record_aside_has_words_for_the_listener() -> None:
    with (PROJECT_ROOT / "seeds" / "import_reasons.csv").open(encoding="utf-8", newline="") as file:
        words = {row["reason"]: row["meaning"] for row in csv.DictReader(file)}
    assert [reason for reason in RejectReason if not words.get(reason)] == []
