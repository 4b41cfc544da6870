from python_engines.context import ContextParams, score_candidates


def model(dbt, session):
    params = ContextParams.from_row(dbt.ref("int_run__parameters").df())
    lists = dbt.ref("eng_context__lists").to_arrow_table()
    return score_candidates(lists, dbt.ref("int_context__profiles").df(), params)
