-- One row per build: the country the listener is at home in, and its time zone.
--
-- Home is the country that most plays up to `as_of` come from. The var `home_timezone` names the
-- zone; `auto` takes the most populous zone of the home country, which is a guess where that
-- country has several.

with

records as (

    select * from {{ ref('stg_spotify__records') }}

),

country_timezones as (

    select * from {{ ref('country_timezones') }}

),

play_countries as (

    select
        country_timezones.country,
        country_timezones.timezone,
        country_timezones.has_several_timezones,
        country_timezones.hemisphere,
        count(*) as play_count

    from records
    inner join country_timezones on records.country = country_timezones.country

    where
        {{ could_be_play('records') }}
        and records.ended_at <= {{ as_of() }}

    group by
        country_timezones.country,
        country_timezones.timezone,
        country_timezones.has_several_timezones,
        country_timezones.hemisphere

),

home_country as (

    select play_countries.* from play_countries

    qualify row_number() over (
        order by play_countries.play_count desc, play_countries.country asc
    ) = 1

),

-- Aggregates over at most one row: a history in which no record names a country has a home too.
final as (

    select
        max(home_country.country) as home_country,
        case
            when '{{ var("home_timezone") }}' <> 'auto' then '{{ var("home_timezone") }}'
            else coalesce(max(home_country.timezone), 'UTC')
        end as home_timezone,
        coalesce(max(home_country.hemisphere), 'north') as home_hemisphere,
        '{{ var("home_timezone") }}' = 'auto'
        and coalesce(bool_or(home_country.has_several_timezones), true) as is_home_timezone_guessed

    from home_country

)

select * from final
