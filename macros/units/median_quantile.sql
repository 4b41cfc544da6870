{% macro median_quantile() %}0.5{% endmacro %}
