-- One row per recommended artist, as a card shows it: what it is, why, where to hear it, and what
-- the filters go by.
--
-- The artist of the day is one of the first `page_pick_count`, by the day of the newest play.

with

recommendations as (

    select * from {{ ref('recommendations') }}

),

preferences as (

    select * from {{ ref('artist_preferences') }}

),

own_artists as (

    select * from {{ ref('dim_artists') }}

),

contexts as (

    select * from {{ ref('contexts') }}

),

run_report as (

    select * from {{ ref('run_report') }}

),

shares as (

    select
        recommendations.artist_id,
        unnest(recommendations.engine_shares).engine as engine,
        unnest(recommendations.engine_shares).share as engine_share

    from recommendations

),

engine_lists as (

    select
        shares.artist_id,
        list(shares.engine order by shares.engine_share desc, shares.engine asc) as engines

    from shares

    where shares.engine_share > 0

    group by shares.artist_id

),

all_reasons as (

    select
        recommendations.artist_id,
        unnest(recommendations.reasons) as reason,
        generate_subscripts(recommendations.reasons, 1) as place

    from recommendations

),

reasons as (

    select
        all_reasons.artist_id,
        all_reasons.place,
        all_reasons.reason.seed_artist_id,
        {{ seed_words('all_reasons.reason.seed_artist_name', 'all_reasons.reason.seed_rank') }}
            as seed_name,
        case all_reasons.reason.engine
            when 'content' then 'from your tier: near '
            when 'temporal' then 'where your taste is going: near '
            when 'context' then 'for its own times: near '
            when 'feedback' then 'because you like '
            else 'near '
        end
        || {{ seed_words(
            'all_reasons.reason.seed_artist_name', 'all_reasons.reason.seed_rank'
        ) }}
        || coalesce(
            ', ' || {{ counted_words('own_artists.play_count', 'play') }}
            || ' since ' || {{ month_words('own_artists.first_played_at') }},
            ''
        ) as sentence,
        all_reasons.reason.contribution,
        row_number() over (
            partition by all_reasons.artist_id, all_reasons.reason.seed_artist_id
            order by all_reasons.place asc
        ) = 1 as is_first_of_seed

    from all_reasons
    left join own_artists on all_reasons.reason.seed_artist_id = own_artists.artist_id

),

reason_lists as (

    select
        reasons.artist_id,
        list(
            {
                'sentence': {{ capitalised('reasons.sentence') }}
                || ' (' || {{ percent_words('reasons.contribution') }} || ' of its score)',
                'contribution': reasons.contribution
            }
            order by reasons.place asc
        ) as reasons,
        list(reasons.seed_name order by reasons.place asc)
        filter (where reasons.is_first_of_seed) as seed_names,
        arg_min(reasons.seed_artist_id, reasons.place) as first_seed_artist_id

    from reasons

    group by reasons.artist_id

),

pick as (

    select
        1 + datediff('day', date '1970-01-01', cast(run_report.as_of as date))
        % least({{ var('page_pick_count') }}, greatest(run_report.recommendation_count, 1)) as rank

    from run_report

),

worded as (

    select
        recommendations.*,
        coalesce(preferences.tier_band, 'none') as tier_band,
        coalesce(engine_lists.engines, []) as engines,
        case
            when recommendations.popularity is null then 'no figures'
            when recommendations.popularity <= {{ var('page_less_known_max_popularity') }}
                then 'less known'
            when recommendations.popularity >= {{ var('page_better_known_min_popularity') }}
                then 'better known'
            else 'in between'
        end as fame,
        coalesce(reason_lists.reasons, []) as reason_sentences,
        coalesce(reason_lists.seed_names[:{{ var('page_names_count') }}], []) as seed_names,
        recommendations.tags[:{{ var('page_names_count') }}] as first_tags,
        recommendations.top_tracks[:{{ var('page_names_count') }}] as first_tracks,
        contexts.context_name,
        {{ without_nulls('[contexts.weekpart, contexts.daypart, contexts.season]') }} as times,
        pick.rank = recommendations.rank as is_pick_of_the_day

    from recommendations
    left join reason_lists on recommendations.artist_id = reason_lists.artist_id
    left join preferences on reason_lists.first_seed_artist_id = preferences.artist_id
    left join engine_lists on recommendations.artist_id = engine_lists.artist_id
    left join contexts on recommendations.best_context = contexts.context
    cross join pick

),

final as (

    select
        worded.artist_id,

        worded.artist_name,
        concat_ws(
            ' · ',
            nullif(array_to_string(worded.first_tags, ', '), ''),
            'from ' || worded.country,
            'since ' || worded.begin_year,
            {{ counted_words('worded.listeners', 'listener') }}
            || case worded.listeners_source
                when 'lastfm' then ' on Last.fm'
                when 'listenbrainz' then ' on ListenBrainz'
                else ''
            end,
            case when worded.barely_heard then 'barely heard so far' end
        ) as facts,
        concat_ws(
            ' ',
            'Because you play ' || nullif({{ list_words('worded.seed_names') }}, '') || '.',
            'Good for ' || worded.context_name || '.',
            'Start with ' || nullif({{ list_words('worded.first_tracks') }}, '') || '.'
        ) as pitch,
        {{ list_words('worded.seed_names') }} as seeds,
        array_to_string(worded.first_tags, ', ') as tags,
        worded.tier_band,
        worded.engines,
        worded.fame,
        worded.times,
        worded.reason_sentences as reasons,
        worded.links.spotify as spotify_url,
        worded.links.lastfm as lastfm_url,
        worded.links.musicbrainz as musicbrainz_url,

        worded.rank,
        worded.score,
        worded.confidence,
        worded.popularity,
        worded.listeners,

        worded.barely_heard,
        worded.is_pick_of_the_day

    from worded

)

select * from final
