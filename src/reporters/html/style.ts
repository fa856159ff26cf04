/** The look of the page: no class is named after a colour, and both schemes are told apart in one place. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #faf9f6; --panel: #ffffff; --ink: #1c2128; --muted: #59616c; --line: #e2dfd8; --tint: #f2f0eb;
  --accent: #0b5fa5; --good: #17693f; --bad: #a8321a; --unsure: #7a4f00;
  --good-tint: #e4f2ea; --bad-tint: #fbe9e4; --unsure-tint: #f9efd9;
  --expected: #3d8fd1; --received: #b8460b; --bound: #59616c; --surface: #59616c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #13161a; --panel: #1a1e23; --ink: #e6e8eb; --muted: #a2abb6; --line: #2f353d; --tint: #22272e;
    --accent: #83bdf5; --good: #69d39d; --bad: #ff9d85; --unsure: #ecbd5d;
    --good-tint: #16301f; --bad-tint: #3a1d16; --unsure-tint: #33280f;
    --expected: #4f9fe0; --received: #f5a04c; --bound: #a2abb6; --surface: #a2abb6;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: auto; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
  overflow-wrap: anywhere;
}
main { max-width: 68rem; margin: 0 auto; padding: clamp(1.5rem, 4vw, 3.5rem) clamp(1rem, 4vw, 2.5rem) 4rem; }
code, .code { font: 0.9em/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
a { color: var(--accent); text-underline-offset: 0.18em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3 { line-height: 1.25; font-weight: 650; letter-spacing: -0.012em; margin: 0; overflow-wrap: anywhere; }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.8vw, 2.2rem); }
h1:focus { outline: none; }
h1 .folder { display: block; font-size: 0.55em; font-weight: 450; letter-spacing: 0; color: var(--muted); margin-bottom: 0.2rem; }
h2 { font-size: 1.3rem; margin-block: 3rem 1rem; }
h3 { font-size: 1.05rem; }
p { margin: 0; max-width: 68ch; }
p + p { margin-top: 0.6rem; }
.eyebrow { color: var(--muted); font-size: 0.9rem; margin-bottom: 0.35rem; }
.quiet { color: var(--muted); }
.back { display: inline-block; margin-bottom: 1.5rem; }
.hidden-visually { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.verdict { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.5rem 1.25rem; margin: 1rem 0 1.5rem; }
.score { font-size: clamp(1.9rem, 1.4rem + 2vw, 2.7rem); font-weight: 650; letter-spacing: -0.02em; line-height: 1.1; font-variant-numeric: tabular-nums; }
.score small { font-size: 0.5em; font-weight: 450; letter-spacing: 0; color: var(--muted); }
.state { white-space: nowrap; font-weight: 600; }
.state.passed { color: var(--good); } .state.failed, .state.error { color: var(--bad); }
.state.inconclusive { color: var(--unsure); } .state.skipped { color: var(--muted); }
.badge { padding: 0.12rem 0.7rem; border-radius: 999px; background: var(--tint); }
.badge.passed { background: var(--good-tint); } .badge.failed, .badge.error { background: var(--bad-tint); }
.badge.inconclusive { background: var(--unsure-tint); }

.points { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.75rem 1rem; list-style: none; margin: 0; padding: 0; }
.points svg { display: block; width: 100%; height: 8px; border-radius: 4px; margin-bottom: 0.35rem; }
.points .track { fill: var(--line); } .points .earned { fill: var(--good); }
.points code { display: block; font-size: 0.82rem; overflow-wrap: anywhere; }
.points span { color: var(--muted); font-size: 0.85rem; font-variant-numeric: tabular-nums; }

.card { background: var(--panel); border: 1px solid var(--line); border-radius: 12px; padding: clamp(1rem, 3vw, 1.6rem); }
section > .card + .card { margin-top: 1rem; }
.card h3 { margin-bottom: 0.6rem; }
.hint { margin-top: 1rem; padding: 0.7rem 1rem; background: var(--tint); border-radius: 8px; max-width: 68ch; }
.hint b { font-weight: 650; }
.problem { margin-top: 1.25rem; }
.problem > p { font-size: 0.92rem; }

.scroll { position: relative; overflow-x: auto; max-width: 100%; margin-top: 0.75rem; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
th, td { overflow-wrap: normal; padding: 0.42rem 0.9rem; text-align: start; vertical-align: baseline; }
thead th { font-weight: 600; color: var(--muted); white-space: nowrap; background: var(--tint); }
tbody tr + tr > * { border-top: 1px solid var(--line); }
tbody th { font-weight: 400; }
.numbers th, .numbers td, td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
.numbers { width: auto; min-width: min(100%, 24rem); }
.numbers caption, .numbers + caption { text-align: start; }
td.differs { background: var(--bad-tint); color: var(--bad); font-weight: 650; }

.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 19rem), 1fr)); gap: 1rem; }
.figures.pairs { grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr)); }
.wide { grid-column: 1 / -1; min-width: 0; }
.scroll:has(> .together), .scroll:has(> .numbers) { width: fit-content; }
.together { width: auto; }
.together td { text-align: center; font-variant-numeric: tabular-nums; min-width: 2.6rem; padding-inline: 0.3rem; }
.together thead th + th { text-align: center; padding-inline: 0.3rem; }
.together th .quiet { font-size: 0.85em; } .together tbody th { white-space: nowrap; }
.rank { display: inline-block; min-width: 1.5em; color: var(--muted); font-variant-numeric: tabular-nums; }
.shade-0 { color: var(--muted); } .shade-1 { background: color-mix(in srgb, var(--received) 10%, transparent); }
.shade-2 { background: color-mix(in srgb, var(--received) 20%, transparent); } .shade-3 { background: color-mix(in srgb, var(--received) 30%, transparent); }
.shade-4 { background: color-mix(in srgb, var(--received) 42%, transparent); }
.more { margin-top: 0.75rem; font-size: 0.9rem; }
figure { margin: 0; min-width: 0; }
figure h3 { margin-bottom: 0.75rem; }
figure svg.plot { display: block; width: 100%; height: auto; max-width: 26rem; overflow: visible; color: var(--muted); font-family: inherit; }
figure svg.plot text { white-space: pre; }
figcaption { font-size: 0.9rem; color: var(--muted); margin-top: 0.75rem; }
.key { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; list-style: none; margin: 0 0 0.5rem; padding: 0; font-size: 0.88rem; color: var(--ink); }
.key svg { width: 2.2em; height: 0.9em; vertical-align: -0.08em; margin-inline-end: 0.4em; }

details { border-top: 1px solid var(--line); }
.functions { border-bottom: 1px solid var(--line); }
summary { cursor: pointer; padding: 0.75rem 0.25rem; }
.functions > details > summary { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; align-items: baseline; list-style: none; }
.functions > details > summary::-webkit-details-marker { display: none; }
.functions > details > summary::before { content: "+"; color: var(--muted); width: 0.7em; font-weight: 400; }
.functions > details[open] > summary::before { content: "\\2212"; }
summary:hover { background: var(--tint); }
summary .code { font-weight: 600; }
summary .end { margin-inline-start: auto; color: var(--muted); font-variant-numeric: tabular-nums; font-size: 0.92rem; }
.laws { list-style: none; margin: 0; padding: 0 0 1rem; }
.laws > li { padding: 0.8rem 0 0.8rem 1.6rem; border-top: 1px dashed var(--line); }
.laws .head { display: flex; flex-wrap: wrap; gap: 0.1rem 1rem; align-items: baseline; }
.laws .head .end { margin-inline-start: auto; color: var(--muted); font-variant-numeric: tabular-nums; font-size: 0.9rem; }
.laws details { border: 0; margin-top: 0.3rem; }
.laws details summary { padding: 0.2rem 0; color: var(--accent); font-size: 0.92rem; }
.message { color: var(--bad); overflow-wrap: anywhere; }
.facts { margin: 0; padding-inline-start: 1.2rem; }

dl.about { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: 0.35rem 1.5rem; margin: 0; font-size: 0.92rem; }
dl.about dt { color: var(--muted); } dl.about dd { margin: 0; overflow-wrap: anywhere; }
dl.about + p { margin-top: 1rem; }
.replay { display: block; margin-top: 0.4rem; overflow-x: auto; padding: 0.7rem 1rem; background: var(--tint); border-radius: 8px; white-space: pre-wrap; overflow-wrap: anywhere; }

.tally { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 1rem; margin: 1.5rem 0 0; }
.tally div { border-top: 2px solid var(--line); padding-top: 0.6rem; }
.tally dt { color: var(--muted); font-size: 0.88rem; } .tally dd { margin: 0; font-size: 1.6rem; font-weight: 650; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.tally small { font-size: 0.55em; font-weight: 450; letter-spacing: 0; color: var(--muted); }

.controls { display: flex; flex-wrap: wrap; gap: 0.75rem 1rem; align-items: end; margin-bottom: 0.75rem; }
.controls label { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0.2rem; font-size: 0.85rem; color: var(--muted); flex: 1 1 11rem; max-width: 20rem; min-width: 0; }
.controls input, .controls select, .controls button {
  font: inherit; font-size: 0.95rem; color: var(--ink); background: var(--panel); border: 1px solid var(--muted); border-radius: 8px; padding: 0.42rem 0.7rem; width: 100%; min-width: 0; min-height: 2.6rem;
}
.controls button { width: auto; cursor: pointer; }
th button { all: unset; cursor: pointer; font-weight: 600; white-space: nowrap; }
th button:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 3px; }
th button::after { content: " \\2195"; content: " \\2195" / ""; opacity: 0.55; }
th[aria-sort="ascending"] button::after { content: " \\2191"; content: " \\2191" / ""; opacity: 1; color: var(--accent); }
th[aria-sort="descending"] button::after { content: " \\2193"; content: " \\2193" / ""; opacity: 1; color: var(--accent); }
.submissions tbody th { overflow-wrap: anywhere; min-width: 9rem; }
.submissions tbody tr:hover { background: var(--tint); }
.mistakes { list-style: none; margin: 0; padding: 0; }
.mistakes code { overflow-wrap: anywhere; }
table.bars td.bar { width: 38%; min-width: 4rem; }
table.bars th, table.bars td { padding-inline: 0.3rem; } table.bars tbody th { overflow-wrap: anywhere; }
table.bars svg { display: block; width: 100%; height: 0.6rem; }
table.bars rect { fill: var(--received); }

.submission { display: none; }
.submission:target { display: block; }
main:has(> .submission:target) > .class { display: none; }
footer { margin-top: 4rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--muted); font-size: 0.85rem; }
@media (max-width: 40rem) {
  .controls label { max-width: none; }
  .together tbody th { white-space: normal; min-width: 9.5rem; } .together th .quiet { display: block; }
  .together td { min-width: 2rem; padding-inline: 0.15rem; }
  .laws > li { padding-inline-start: 0; }
  dl.about { grid-template-columns: 1fr; gap: 0; } dl.about dd { margin-bottom: 0.6rem; }
  th, td { padding-inline: 0.6rem; }
}
@media print { .controls, .back { display: none; } body { background: none; } .card { break-inside: avoid; } }
`
