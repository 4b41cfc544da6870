{# What artists are looked up for, in the order in which it is done, with each one's share. #}
{% macro call_shares() %}
    {{ return({
        'feedback': var('call_share_feedback'),
        'tier': var('call_share_tier'),
        'temporal': var('call_share_temporal'),
        'context': var('call_share_context'),
        'second_hop': var('call_share_second_hop'),
        'candidates': var('call_share_candidates'),
        'own_tags': var('call_share_own_tags'),
    }) }}
{% endmacro %}
