-- One row per build: the sentences of what it was made from, who was asked, how fresh the answers
-- are and what it was told; each null where there is nothing to say.

with

run_report as (

    select * from {{ ref('run_report') }}

),

listener as (

    select * from {{ ref('rpt_overview__listener') }}

),

files as (

    select * from {{ ref('rpt_your_data__files') }}

),

file_totals as (

    select
        count(*) as file_count,
        min(files.first_date) as first_date,
        max(files.last_date) as last_date

    from files

),

said as (

    select
        [
            struct_pack(
                name := key,
                value := json_extract_string(vars_said, '$."' || key || '"')
            )
            for key in list_sort(json_keys(vars_said))
        ] as vars

    from run_report

),

answering as (

    select
        [
            {{ provider_words('provider') }}
            for provider in string_split(providers, ', ')
        ] as names

    from run_report

),

told as (

    select
        run_report.as_of,

        case
            when run_report.record_count = 0 then 'Nothing has been imported yet.'
            else
                {{ counted_words('file_totals.file_count', 'file') }} || ' of your export held '
                || {{ counted_words('run_report.record_count', 'record') }} || '; '
                || {{ counted_words('run_report.play_count', 'play') }} || ' of music came of them'
                || case
                    when run_report.record_count > run_report.play_count
                        then
                            ', and '
                            || format('{:,}', run_report.record_count - run_report.play_count)
                            || case
                                when run_report.record_count - run_report.play_count = 1
                                    then ' was left out, for one of the reasons below.'
                                else ' were left out, each for one of the reasons below.'
                            end
                    else '.'
                end
        end as records_sentence,
        'Your plays reach from ' || {{ day_words('file_totals.first_date') }} || ' to '
        || {{ day_words('file_totals.last_date') }} || '.' as span_sentence,
        listener.timezone_sentence,
        case when run_report.is_home_timezone_guessed then 'config set home_timezone ZONE' end
            as timezone_command,
        case
            when run_report.lookup_count = 0 then 'This build had nothing to look up.'
            when run_report.providers = 'file'
                then
                    'This build asked nobody: what it knows of other artists comes from files on'
                    || ' this machine.'
            when run_report.api_call_count = 0
                then
                    'This build asked nobody: all that it looked up was known from before, or had'
                    || ' to be left.'
            else
                'This build made '
                || {{ counted_words('run_report.api_call_count', 'call') }} || ' to '
                || {{ list_words('answering.names') }} || '.'
        end as calls_sentence,
        case
            when run_report.lookup_count > 0
                then
                    {{ counted_words('run_report.lookup_count', 'look-up') }} || ': '
                    || concat_ws(
                        ', ',
                        nullif(run_report.lookup_from_store_count, 0) || ' answered from the store',
                        nullif(run_report.lookup_failed_count, 0) || ' failed',
                        nullif(run_report.lookup_left_count, 0) || ' left for the next build',
                        nullif(run_report.lookup_offline_count, 0) || ' not made, being offline',
                        nullif(run_report.lookup_ambiguous_count, 0)
                        || ' left because several artists have that name',
                        case
                            when
                                run_report.lookup_from_store_count + run_report.lookup_failed_count
                                + run_report.lookup_left_count + run_report.lookup_offline_count
                                + run_report.lookup_ambiguous_count = 0 then 'all answered'
                        end
                    ) || '.'
        end as lookups_sentence,
        case
            when run_report.is_partial
                then
                    'Something that was planned is missing. The next build goes on where this one'
                    || ' stopped.'
            else 'Nothing that was planned is missing.'
        end as whole_sentence,
        case when run_report.is_partial then 'build' end as partial_command,
        case
            when run_report.similar_list_count = 0
                then
                    'No list of similar artists is known yet, so there is nothing to recommend'
                    || ' from.'
            when run_report.oldest_list_fetched_at is null
                then
                    {{ counted_words('run_report.similar_list_count', 'list') }}
                    || ' of similar artists, from your own file, which carries no date.'
            else
                {{ counted_words('run_report.similar_list_count', 'list') }}
                || ' of similar artists, fetched between '
                || {{ day_words('run_report.oldest_list_fetched_at') }} || ' and '
                || {{ day_words('run_report.newest_list_fetched_at') }}
                || case
                    when run_report.stale_list_count > 0
                        then
                            '; ' || run_report.stale_list_count
                            || case
                                when run_report.stale_list_count = 1
                                    then ' has outlived its time.'
                                else ' have outlived their time.'
                            end
                    else '; none has outlived its time.'
                end
        end as lists_sentence,
        case
            when run_report.detail_count > 0
                then
                    'Tags, listeners or links of '
                    || {{ counted_words('run_report.detail_count', 'artist') }}
                    || case
                        when run_report.stale_detail_count > 0
                            then
                                '; of '
                                || run_report.stale_detail_count
                                || ' they are past their time.'
                        else '.'
                    end
        end as details_sentence,
        'You are seen as on ' || {{ day_words('run_report.as_of') }} || '.' as as_of_sentence,
        coalesce(said.vars, []) as vars,

        run_report.record_count,
        run_report.play_count,
        run_report.artist_count,
        file_totals.file_count,
        run_report.api_call_count,

        run_report.is_partial,
        run_report.is_home_timezone_guessed

    from run_report
    inner join listener on run_report.as_of = listener.as_of
    cross join file_totals
    cross join said
    cross join answering

),

final as (

    select
        told.as_of,

        concat_ws(' ', told.records_sentence, told.span_sentence) as records_words,
        concat_ws(' ', told.as_of_sentence, told.timezone_sentence) as seen_words,
        told.timezone_command,
        concat_ws(' ', told.calls_sentence, told.lookups_sentence, told.whole_sentence)
            as calls_words,
        told.partial_command,
        concat_ws(' ', told.lists_sentence, told.details_sentence) as lists_words,
        told.vars,

        told.record_count,
        told.play_count,
        told.artist_count,
        told.file_count,
        told.api_call_count,

        told.is_partial,
        told.is_home_timezone_guessed

    from told

)

select * from final
