{% macro preference_score(parts) %}
    {{ rounded_score(
        var('preference_weight_time') ~ ' * ' ~ parts ~ '.time_part'
        ~ ' + ' ~ var('preference_weight_engagement') ~ ' * ' ~ parts ~ '.engagement_part'
        ~ ' + ' ~ var('preference_weight_frequency') ~ ' * ' ~ parts ~ '.frequency_part'
        ~ ' + ' ~ var('preference_weight_recency') ~ ' * ' ~ parts ~ '.recency_part'
    ) }}
{% endmacro %}
