-- One row per artist whose similar artists are looked up first: those liked or disliked, the tier,
-- then what the temporal and the context engine need. An artist wanted for several purposes is
-- looked up for the first.

with

preferences as (

    select * from {{ ref('artist_preferences') }}

),

feedback as (

    select * from {{ ref('int_feedback__artists') }}

),

feedback_seeds as (

    select * from {{ ref('int_lookups__feedback_seeds') }}

),

tier_seeds as (

    select * from {{ ref('int_lookups__tier_seeds') }}

),

temporal_seeds as (

    select * from {{ ref('int_lookups__temporal_seeds') }}

),

context_seeds as (

    select * from {{ ref('int_lookups__context_seeds') }}

),

tracks as (

    select * from {{ ref('dim_tracks') }} where track_rank = 1

),

seeds as (

    select
        'feedback' as purpose,
        {{ call_share_until('feedback') }} as call_share_until,
        feedback_seeds.*

    from feedback_seeds

    union all by name

    select
        'tier' as purpose,
        {{ call_share_until('tier') }} as call_share_until,
        tier_seeds.*

    from tier_seeds

    union all by name

    select
        'temporal' as purpose,
        {{ call_share_until('temporal') }} as call_share_until,
        temporal_seeds.*

    from temporal_seeds

    union all by name

    select
        'context' as purpose,
        {{ call_share_until('context') }} as call_share_until,
        context_seeds.*

    from context_seeds

),

first_purposes as (

    select seeds.*

    from seeds

    qualify row_number() over (
        partition by seeds.artist_id order by {{ purpose_place('seeds.purpose') }} asc
    ) = 1

),

final as (

    select
        first_purposes.artist_id,

        coalesce(preferences.artist_name, feedback.artist_name) as artist_name,
        tracks.track_name,
        first_purposes.purpose,

        row_number() over (
            order by
                {{ purpose_place('first_purposes.purpose') }} asc,
                first_purposes.place asc
        ) as lookup_rank,
        first_purposes.call_share_until

    from first_purposes
    left join preferences on first_purposes.artist_id = preferences.artist_id
    left join feedback on first_purposes.artist_id = feedback.artist_id
    left join tracks on first_purposes.artist_id = tracks.artist_id

)

select * from final
