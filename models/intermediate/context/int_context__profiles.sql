-- One row per context × artist that belongs to it: what speaks for the context.
--
-- An artist belongs where it is played more than its share of all plays would give. Its weight
-- grows with that lift and, slowly, with its plays there, so that a habit of many plays outweighs
-- a sharper one of few.

with

artist_contexts as (

    select * from {{ ref('artist_contexts') }}

),

artists as (

    select * from {{ ref('int_candidates__own_artists') }}

),

belonging as (

    select
        artist_contexts.context,
        artist_contexts.artist_id,
        artist_contexts.daypart,
        artist_contexts.weekpart,
        artist_contexts.season,
        artist_contexts.support as play_count,
        artists.artist_name,
        artists.preference_rank,
        {{ rounded_score(
            'ln(artist_contexts.lift) * ln(1 + artist_contexts.play_count)'
        ) }} as weight

    from artist_contexts
    inner join artists on artist_contexts.artist_id = artists.artist_id

    where
        artist_contexts.enough_data
        and artist_contexts.lift > 1
        and artist_contexts.context <> {{ any_context() }}

),

final as (

    select
        belonging.context as profile,
        belonging.artist_id,

        belonging.artist_name,
        belonging.daypart,
        belonging.weekpart,
        belonging.season,

        belonging.play_count,
        belonging.preference_rank,
        belonging.weight

    from belonging

    qualify row_number() over (
        partition by belonging.context order by belonging.weight desc, belonging.artist_id asc
    ) <= {{ var('context_profile_count') }}

)

select * from final
