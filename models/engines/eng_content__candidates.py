from python_engines.content import ContentParams, score_candidates
from python_engines.profiles import GraphInputs
from python_engines.votes import LINK_COLUMNS


def model(dbt, session):
    params = ContentParams.from_row(dbt.ref("int_run__parameters").df())
    inputs = GraphInputs(
        lists=dbt.ref("similar_artists").select(LINK_COLUMNS).df(),
        artist_factors=dbt.ref("eng_graph__artist_factors").to_arrow_table(),
        names=dbt.ref("int_candidates__names").df(),
        heard=dbt.ref("int_candidates__familiar").df(),
    )
    return score_candidates(dbt.ref("int_candidates__tier_seeds").df(), inputs, params)
