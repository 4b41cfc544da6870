"""A page with one of everything, for tests that read or spoil it."""

from app.errors import PageErrors
from app.syntax.nodes import Page, Query
from app.syntax.parse import parse_page

WHOLE_PAGE = """\
---
title: Your tiers
description: What each range leads to
sidebar_position: 3
icon: bar_chart
queries:
  - extra: tiers/rows.sql
  - tiers/more.sql
---

Run `{mm} build` or **{mm} view**. A brace \\{ is a brace. 1 < 2.

<!-- <BarChart data={gone}/>
{#each nothing as row}
-->

```sql tiers
select * from rpt_tiers__bands where band = '${inputs.band.value}'
```

<ButtonGroup name=band data={extra} value=band>
    <ButtonGroupItem value="%" valueLabel=All/>
</ButtonGroup>

You chose {inputs.band.value}: <Value data={tiers} column=hours fmt="num0"/> hours, [more](/more).

<Tabs>
    <Tab label="Bands">
        # Words

        - one
          ```sh
          {mm} build  # <not a tag>
          ```

        ```sql chained
        select *
        from ${tiers}
        ```

        <BarChart
            data={chained}
            x=band
            y={['hours', "plays"]}
            swapXY = true
            labels
            yMax={4.5}
            xAxisTitle='Range'
        >
            <ReferenceLine y={3} label="goal"/>
        </BarChart>
    </Tab>
    <Tab label="Rows">
        {#if chained.length > 0}
        {#each chained as row}
        - {row.band}
          {#each row.reasons as reason}
          <Details title={reason.title}>{reason.words} and more</Details>
          {/each}
        {/each}
        {:else}
        Nothing. Run `{mm} build`.
        {/if}
    </Tab>
</Tabs>

```json
{"a": [1]}
```
"""

QUERY_FILES = {
    "tiers/rows.sql": "select band from rpt_tiers__bands\n",
    "tiers/more.sql": "select *\nfrom ${extra}\nwhere band in ${inputs.band.value}\n",
}


def parse(body: str) -> Page:
    """Read a page as `pages/tiers.md`, beside the query files above."""
    files = {path: Query(f"pages/queries/{path}", 1, "", sql) for path, sql in QUERY_FILES.items()}
    return parse_page(body, "pages/tiers.md", "tiers", files)


def mistakes(body: str) -> list[str]:
    """Return what is wrong with a page, as `line: message`, or `file:line:` of a query file."""
    try:
        parse(body)
    except PageErrors as found:
        return [str(error).removeprefix("pages/tiers.md:") for error in found.errors]
    return []
