from python_engines.content import ContentParams, score_candidates


def model(dbt, session):
    params = ContentParams.from_row(dbt.ref("int_run__parameters").df())
    return score_candidates(
        seeds=dbt.ref("int_candidates__tier_seeds").df(),
        lists=dbt.ref("similar_artists").df(),
        artist_factors=dbt.ref("eng_graph__artist_factors").to_arrow_table(),
        names=dbt.ref("int_candidates__names").df(),
        heard=dbt.ref("int_candidates__heard").df(),
        params=params,
    )
