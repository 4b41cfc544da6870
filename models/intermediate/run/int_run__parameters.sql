-- One row per build: the parameters that every model and engine reads instead of a clock or a
-- setting.
--
-- `as_of` is the day from which the listener is seen: the var, or the newest play, so the same
-- history always gives the same tables, and an earlier `as_of` replays the past.

with

records as (

    select * from {{ ref('stg_spotify__records') }}

),

newest_play as (

    select max(records.ended_at) as ended_at from records where {{ could_be_play('records') }}

),

final as (

    select
        {{ var('tier_start') }} as tier_start,
        {{ var('tier_end') }} as tier_end,
        {{ var('content_rank_offset') }} as content_rank_offset,
        {{ var('content_confidence_prior_seeds') }} as content_confidence_prior_seeds,
        {{ var('blend_rank_offset') }} as blend_rank_offset,
        {{ var('recommendation_count') }} as recommendation_count,
        {{ var('reasons_per_recommendation') }} as reasons_per_recommendation,
        {{ var('score_digits') }} as score_digits,
        {{ engine_weights() }} as engine_weights,

        coalesce(
            cast(nullif('{{ var("as_of") }}', '') as timestamp),
            newest_play.ended_at,
            timestamp '1970-01-01'
        ) as as_of

    from newest_play

)

select * from final
