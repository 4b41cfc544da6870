from python_engines.blend import BlendInputs, BlendParams, blend


def model(dbt, session):
    params = BlendParams.from_row(dbt.ref("int_run__parameters").df())
    inputs = BlendInputs(
        heard=dbt.ref("int_candidates__excluded").df(),
        details=dbt.ref("int_candidates__details").df(),
        tags=dbt.ref("artist_tags").df(),
    )
    return blend(dbt.ref("engine_candidates").to_arrow_table(), inputs, params)
