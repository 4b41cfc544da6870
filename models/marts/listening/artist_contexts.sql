-- One row per artist × context in which it was played: does the listener reach for it more at
-- such times?
--
-- lift compares the artist's plays in the context with what its share of all plays would give
-- there; a few plays at the base rate are added on both sides, so that three plays on winter
-- mornings do not look like a habit. 1 is "as always".

with

artist_plays as (

    select * from {{ ref('int_context__artist_plays') }}

),

context_totals as (

    select
        artist_plays.context,
        sum(artist_plays.play_count) as play_count

    from artist_plays

    group by artist_plays.context

),

final as (

    select
        artist_plays.artist_id,
        artist_plays.context,

        artist_plays.daypart,
        artist_plays.weekpart,
        artist_plays.season,

        artist_plays.play_count,
        artist_plays.finished_count,
        {{ minutes('artist_plays.ms_played') }} as minutes,
        cast(context_totals.play_count as bigint) as support,
        {{ rounded_score(context_lift(
            'artist_plays.play_count',
            'artist_totals.play_count',
            'context_totals.play_count',
            'all_plays.play_count'
        )) }} as lift,

        context_totals.play_count >= {{ var('context_min_plays') }}
        and artist_plays.play_count >= {{ var('artist_context_min_plays') }} as enough_data

    from artist_plays
    inner join context_totals on artist_plays.context = context_totals.context
    inner join artist_plays as artist_totals
        on artist_plays.artist_id = artist_totals.artist_id
        and artist_totals.context = {{ any_context() }}
    inner join context_totals as all_plays on all_plays.context = {{ any_context() }}

)

select * from final
