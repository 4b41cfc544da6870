-- One row per context × artist or tag that rises there: how many times its usual share it has.

with

contexts as (

    select * from {{ ref('contexts') }} where context <> {{ any_context() }}

),

artists as (

    select
        contexts.context,
        'artist' as kind,
        unnest(contexts.artists).artist_id as key,
        unnest(contexts.artists).artist_name as name,
        unnest(contexts.artists).lift as times,
        unnest(contexts.artists).play_count as play_count

    from contexts

),

tags as (

    select
        contexts.context,
        'tag' as kind,
        unnest(contexts.leading_tags).tag as key,
        unnest(contexts.leading_tags).tag as name,
        unnest(contexts.leading_tags).lift as times,
        cast(null as bigint) as play_count

    from contexts

),

rises as (

    select * from artists
    union all
    select * from tags

),

final as (

    select
        rises.context,
        rises.kind,
        row_number() over (
            partition by rises.context, rises.kind
            order by rises.times desc, rises.key asc
        ) as place,

        rises.name,

        rises.times,
        rises.play_count

    from rises

)

select * from final
