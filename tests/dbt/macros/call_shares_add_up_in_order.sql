-- Each purpose may use its own share and what those before it left, and comes in their order.

{{ config(tags=['code']) }}

with

cases as (

    select
        'feedback' as purpose,
        {{ call_share_until('feedback') }} as share_until,
        {{ rounded_score(var('call_share_feedback')) }} as expected_share,
        1 as expected_place

    union all by name

    select
        'tier' as purpose,
        {{ call_share_until('tier') }} as share_until,
        {{ rounded_score(var('call_share_feedback') + var('call_share_tier')) }} as expected_share,
        2 as expected_place

    union all by name

    select
        'own_tags' as purpose,
        {{ call_share_until('own_tags') }} as share_until,
        1.0 as expected_share,
        7 as expected_place

)

select
    cases.*,
    {{ purpose_place('cases.purpose') }} as place

from cases

where
    cases.share_until <> cases.expected_share
    or {{ purpose_place('cases.purpose') }} <> cases.expected_place
