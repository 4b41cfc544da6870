-- Of shares that sum to more, the last steps would get nothing; of less, calls would never be made.

with

shares as (

    select {{ call_share_until('own_tags') }} as share_sum

)

select * from shares where {{ rounded_score('shares.share_sum') }} <> 1
