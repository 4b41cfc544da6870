-- One row per era with a tag or an artist that stands for it: its name, such as "dream pop with
-- Yumi Zouma and Hazel English".
--
-- The tag is the one that sets the era apart most, else its heaviest. Artists that carry the tag
-- come first, so that a habit that had nothing to do with the era's music does not name it.

with

eras as (

    select distinct era_number from {{ ref('int_taste__periods') }}

),

era_artists as (

    select * from {{ ref('int_taste__era_artists') }} where defining_place is not null

),

tag_lists as (

    select * from {{ ref('int_taste__tag_lists') }} where slice_kind = 'era'

),

artist_tags as (

    select * from {{ ref('artist_tags') }}

),

name_tags as (

    select
        eras.era_number,
        coalesce(tag_lists.defining_tags[1].tag, tag_lists.leading_tags[1].tag) as tag

    from eras
    left join tag_lists on cast(eras.era_number as varchar) = tag_lists.slice

),

named_artists as (

    select
        era_artists.era_number,
        era_artists.artist_name,
        row_number() over (
            partition by era_artists.era_number
            order by
                case when artist_tags.tag is null then 1 else 0 end asc,
                era_artists.defining_place asc
        ) as name_place

    from era_artists
    left join name_tags on era_artists.era_number = name_tags.era_number
    left join artist_tags
        on era_artists.artist_id = artist_tags.artist_id
        and name_tags.tag = artist_tags.tag

    qualify name_place <= {{ var('era_name_artist_count') }}

),

artists as (

    select
        named_artists.era_number,
        string_agg(named_artists.artist_name, ' and ' order by named_artists.name_place asc)
            as artist_names

    from named_artists

    group by named_artists.era_number

),

final as (

    select
        name_tags.era_number,

        concat_ws(' with ', name_tags.tag, artists.artist_names) as era_name

    from name_tags
    left join artists on name_tags.era_number = artists.era_number

    where coalesce(name_tags.tag, artists.artist_names) is not null

)

select * from final
