from python_engines.blend import BlendInputs, BlendParams, blend


def model(dbt, session):
    params = BlendParams.from_row(dbt.ref("int_run__blend").df())
    tier = dbt.ref("int_candidates__tier_share").df()
    inputs = BlendInputs(
        heard=dbt.ref("int_candidates__excluded").df(),
        tried=dbt.ref("int_candidates__heard").df(),
        tier_share=float(tier["tier_share"].iloc[0]),
        details=dbt.ref("int_candidates__details").df(),
        tags=dbt.ref("artist_tags").df(),
        feedback_links=dbt.ref("int_feedback__links").df(),
    )
    return blend(dbt.ref("engine_candidates").to_arrow_table(), inputs, params)
