-- One row per tier band: how much of the listening it holds, who is in it, and the command that
-- makes it the tier.

with

bands as (

    select * from {{ ref('tier_distribution') }}

),

preferences as (

    select * from {{ ref('artist_preferences') }}

),

run_report as (

    select * from {{ ref('run_report') }}

),

previews as (

    select
        tier_previews.tier_band,
        count(*) as artist_count

    from {{ ref('tier_previews') }} as tier_previews

    group by tier_previews.tier_band

),

first_names as (

    select
        preferences.tier_band,
        list(preferences.artist_name order by preferences.preference_rank asc)[
            :{{ var('page_names_count') }}
        ]
            as names

    from preferences

    group by preferences.tier_band

),

ranges as (

    select
        bands.*,
        bands.rank_from + bands.artist_count - 1 as rank_last,
        bands.artist_count / nullif(sum(bands.artist_count) over (), 0) as artists_share,
        coalesce(first_names.names, []) as names,
        coalesce(previews.artist_count, 0) as preview_count

    from bands
    left join first_names on bands.tier_band = first_names.tier_band
    left join previews on bands.tier_band = previews.tier_band

),

final as (

    select
        ranges.tier_band,

        case
            when ranges.artist_count = 0 then ranges.tier_band || ' (nobody yet)'
            when ranges.rank_last = ranges.rank_from
                then ranges.tier_band || ' ' || format('{:,}', ranges.rank_from)
            else
                ranges.tier_band || ' '
                || format('{:,}', ranges.rank_from) || '–' || format('{:,}', ranges.rank_last)
        end as choice,
        case
            when ranges.artist_count > 0
                then
                    'build --vars tier_start:'
                    || ranges.rank_from
                    || ',tier_end:'
                    || ranges.rank_last
        end as build_words,

        ranges.rank_from,
        case when ranges.artist_count > 0 then ranges.rank_last end as rank_last,
        ranges.artist_count,
        {{ rounded_score('coalesce(ranges.artists_share, 0)') }} as artists_share,
        ranges.hours,
        ranges.hours_share,
        ranges.cumulative_share,
        case
            when ranges.artist_count > 0
                then cast(ranges.hours / ranges.artist_count as decimal(12, 3))
        end as hours_per_artist,
        ranges.preview_count,
        case
            when ranges.artist_count = 0 then 'You have no artist of such a rank yet.'
            else
                {{ counted_words('ranges.artist_count', 'artist') }} || ' with '
                || {{ percent_words('ranges.hours_share') }} || ' of your hours'
                || case when ranges.artist_count > len(ranges.names) then ', such as ' else ': ' end
                || {{ list_words('ranges.names') }} || '.'
        end as sentence,
        case
            when ranges.artist_count = 0 then null
            when ranges.preview_count = 0
                then
                    'No list of similar artists is stored for these artists yet. '
                    || 'Build from them once, and you see where they lead.'
            when
                ranges.rank_from = run_report.tier_start
                and ranges.rank_last = run_report.tier_end_used
                then 'Your tier is this band now.'
            else
                'This is as far as the stored lists reach; a build from this band may find more.'
        end as preview_sentence

    from ranges
    cross join run_report

)

select * from final
