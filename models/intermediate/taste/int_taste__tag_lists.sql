-- One row per slice with artists of which tags are known: its leading tags, the ones that set it
-- apart, and those that rose and fell most against what it is compared with.
--
-- A tag of one artist only says something about that artist, not about the slice, so it does not
-- set it apart.

with

tags as (

    select * from {{ ref('int_taste__tags') }}

),

candidates as (

    select
        tags.*,
        tags.lift > 1 and tags.artist_count >= {{ var('tag_min_artists') }} as sets_apart,
        tags.change >= {{ var('tag_min_change') }} as has_risen,
        tags.change <= -1 * {{ var('tag_min_change') }} as has_fallen

    from tags

),

placed as (

    select
        candidates.*,
        row_number() over (
            partition by candidates.slice_kind, candidates.slice
            order by candidates.weight desc, candidates.tag asc
        ) as weight_place,
        row_number() over (
            partition by candidates.slice_kind, candidates.slice, candidates.sets_apart
            order by candidates.lift desc, candidates.weight desc, candidates.tag asc
        ) as lift_place,
        row_number() over (
            partition by candidates.slice_kind, candidates.slice
            order by candidates.change desc nulls last, candidates.tag asc
        ) as rise_place,
        row_number() over (
            partition by candidates.slice_kind, candidates.slice
            order by candidates.change asc nulls last, candidates.tag asc
        ) as fall_place

    from candidates

),

final as (

    select
        placed.slice_kind,
        placed.slice,

        list(
            struct_pack(tag := placed.tag, weight := placed.weight, lift := placed.lift)
            order by placed.weight_place asc
        ) filter (where placed.weight > 0 and placed.weight_place <= {{ var('leading_tag_count') }})
            as leading_tags,
        list(
            struct_pack(tag := placed.tag, weight := placed.weight, lift := placed.lift)
            order by placed.lift_place asc
        ) filter (where placed.sets_apart and placed.lift_place <= {{ var('leading_tag_count') }})
            as defining_tags,
        list(
            struct_pack(tag := placed.tag, change := placed.change) order by placed.rise_place asc
        ) filter (where placed.has_risen and placed.rise_place <= {{ var('shifted_tag_count') }})
            as risen_tags,
        list(
            struct_pack(tag := placed.tag, change := placed.change) order by placed.fall_place asc
        ) filter (where placed.has_fallen and placed.fall_place <= {{ var('shifted_tag_count') }})
            as fallen_tags

    from placed

    group by placed.slice_kind, placed.slice

)

select * from final
