from python_engines.content import ContentParams, score_candidates


def model(dbt, session):
    params = ContentParams.from_row(dbt.ref("int_run__parameters").df())
    return score_candidates(dbt.ref("int_candidates__tier_links").df(), params)
