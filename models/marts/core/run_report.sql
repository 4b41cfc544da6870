-- One row per build: what it was made from, what it was told, what it could not get.

with

parameters as (

    select * from {{ ref('int_run__parameters') }}

),

run_tier as (

    select * from {{ ref('int_run__tier') }}

),

home as (

    select * from {{ ref('int_run__home') }}

),

ledger as (

    select * from {{ ref('import_ledger') }}

),

preferences as (

    select * from {{ ref('artist_preferences') }}

),

similar_artists as (

    select * from {{ ref('similar_artists') }}

),

fetch_calls as (

    select * from {{ ref('fetch_calls') }}

),

recommendations as (

    select * from {{ ref('recommendations') }}

),

details as (

    select * from {{ ref('int_candidates__details') }}

),

temporal_candidates as (

    select * from {{ ref('eng_temporal__candidates') }}

),

records as (

    select
        coalesce(sum(ledger.rows), 0) as record_count,
        coalesce(sum(ledger.rows) filter (where ledger.outcome = 'kept'), 0) as play_count

    from ledger

),

artists as (

    select count(*) as artist_count from preferences

),

recommended as (

    select count(*) as recommendation_count from recommendations

),

lists as (

    select
        count(distinct similar_artists.seed_artist_id) as similar_list_count,
        min(similar_artists.fetched_at) as oldest_list_fetched_at,
        max(similar_artists.fetched_at) as newest_list_fetched_at,
        count(distinct similar_artists.seed_artist_id) filter (where similar_artists.is_stale)
            as stale_list_count

    from similar_artists

),

detailed as (

    select
        count(*) as detail_count,
        count(*) filter (where details.is_stale) as stale_detail_count

    from details

),

temporal as (

    select coalesce(max(temporal_candidates.forecast_share), 0) as forecast_share
    from temporal_candidates

),

lookups as (

    select
        count(*) as lookup_count,
        count(*) filter (where fetch_calls.origin = 'store') as lookup_from_store_count,
        count(*) filter (where fetch_calls.status = 'failed') as lookup_failed_count,
        count(*) filter (where fetch_calls.status = 'left') as lookup_left_count,
        count(*) filter (where fetch_calls.status = 'offline') as lookup_offline_count,
        count(*) filter (where fetch_calls.status = 'ambiguous') as lookup_ambiguous_count,
        count(*) filter (where fetch_calls.detail = 'calls_used_up') as lookup_capped_count,
        coalesce(sum(fetch_calls.attempt_count), 0) as api_call_count,
        coalesce(
            string_agg(distinct fetch_calls.provider, ', ' order by fetch_calls.provider asc), ''
        ) as providers

    from fetch_calls

),

final as (

    select
        '{{ env_var("MM_GENERATION", "") }}' as generation,
        '{{ vars_said() }}' as vars_said,

        run_tier.tier_start,
        run_tier.tier_end,
        least(run_tier.tier_end, artists.artist_count) as tier_end_used,
        cast(records.record_count as bigint) as record_count,
        cast(records.play_count as bigint) as play_count,
        artists.artist_count,
        recommended.recommendation_count,
        home.home_country,
        home.home_timezone,
        lookups.providers,
        lists.similar_list_count,
        lists.stale_list_count,
        detailed.detail_count,
        detailed.stale_detail_count,
        lookups.lookup_count,
        lookups.lookup_from_store_count,
        lookups.lookup_failed_count,
        lookups.lookup_left_count,
        lookups.lookup_offline_count,
        lookups.lookup_ambiguous_count,
        lookups.lookup_capped_count,
        cast(lookups.api_call_count as bigint) as api_call_count,
        temporal.forecast_share,

        home.is_home_timezone_guessed,
        lookups.lookup_failed_count + lookups.lookup_left_count + lookups.lookup_offline_count > 0
            as is_partial,

        parameters.as_of,
        lists.oldest_list_fetched_at,
        lists.newest_list_fetched_at

    from parameters
    cross join run_tier
    cross join home
    cross join records
    cross join artists
    cross join recommended
    cross join lists
    cross join detailed
    cross join temporal
    cross join lookups

)

select * from final
