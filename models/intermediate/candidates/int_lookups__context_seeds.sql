-- One row per artist that is looked up because it belongs to a time of day, week or year, in the
-- order of `place`: the best of each context first, then the second of each.

with

artist_contexts as (

    select * from {{ ref('artist_contexts') }}

),

own_artists as (

    select * from {{ ref('int_candidates__own_artists') }}

),

best_in_context as (

    select
        artist_contexts.artist_id,
        row_number() over (
            partition by artist_contexts.context
            order by
                artist_contexts.lift desc,
                artist_contexts.play_count desc,
                artist_contexts.artist_id asc
        ) as context_place

    from artist_contexts
    inner join own_artists on artist_contexts.artist_id = own_artists.artist_id

    where artist_contexts.enough_data and artist_contexts.context <> {{ any_context() }}

),

context_artists as (

    select
        best_in_context.artist_id,
        min(best_in_context.context_place) as best_place

    from best_in_context

    group by best_in_context.artist_id

),

final as (

    select
        context_artists.artist_id,
        row_number() over (
            order by context_artists.best_place asc, context_artists.artist_id asc
        ) as place

    from context_artists

    qualify place <= {{ var('context_lookup_count') }}

)

select * from final
