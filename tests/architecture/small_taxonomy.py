"""What waits for those who tend the taxonomy: a word nothing recognised, a file handed in."""

from factories.people import account
from factories.taxonomy import metric

from matchmaker import clock
from matchmaker.accounts.enums import StaffRole
from matchmaker.db import db
from matchmaker.taxonomy.models import TaxonomyFile, UnknownWord


def handed_in() -> dict[str, list[object]]:
    """Add one of each; give their numbers by the names they have in addresses."""
    word = UnknownWord(digest="0", word="棉铃虫", searches=3, days=3, last_on=clock.today())
    file = TaxonomyFile(
        kind="standard",
        name="标准.xlsx",
        rows={"rows": [[2, {"key": "T/X 1", "title": "团体标准", "level": "group"}]]},
        actor_id=account("馆员", staff=StaffRole.CURATOR).id,
    )
    db.session.add_all([word, file])
    db.session.flush()
    return {"word_id": [word.id], "taxonomy_file_id": [file.id], "metric_id": [metric().id]}
