/**
 * The one style sheet of a page. Its hash is in the page's policy, which allows no other. The colours of charts are told
 * apart with any colour vision: Okabe and Ito, 2008, "Color Universal Design".
 */
export const style = `
:root { color-scheme: light dark; --paper: #fdfdfc; --ink: #1d2126; --soft: #656c76; --line: #dfe2e6; --wash: #f3f4f6; --shade: #0003;
  --good: #00664b; --bad: #a34400; --chart-0: #0072B2; --chart-1: #D55E00; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171b; --ink: #e5e8ec; --soft: #9aa3ae; --line: #2d333b;
  --wash: #1c2127; --shade: #fff3; --good: #3fc79a; --bad: #ff9a5c; --chart-0: #56B4E9; --chart-1: #E69F00; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 72rem; padding: 2rem 1.25rem 5rem; background: var(--paper); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; letter-spacing: -.01em; }
h2 { font-size: 1.2rem; margin: 3rem 0 .6rem; padding-top: .9rem; border-top: 1px solid var(--line); }
h3 { font-size: .98rem; margin: 1.5rem 0 .5rem; }
h4 { font-size: .86rem; font-weight: 600; margin: 0 0 .2rem; }
p { margin: .4rem 0; max-width: 46rem; }
.kind, .note, figcaption, dt, nav a { color: var(--soft); }
.kind { font-size: .82rem; text-transform: uppercase; letter-spacing: .06em; margin: 0; }
.note, figcaption { font-size: .86rem; }
.verdict { font-size: 1.12rem; margin-top: 1rem; padding-left: .9rem; border-left: 3px solid var(--chart-0); }
.warnings { margin: .8rem 0 0; padding: .6rem 1rem .6rem 2rem; background: var(--wash); border-radius: 6px;
  font-size: .9rem; max-width: 52rem; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1.1rem; margin-top: 1.1rem; font-size: .88rem; }
nav a { text-decoration: none; border-bottom: 1px solid var(--line); }
nav a:hover { color: var(--ink); }
.scroll { max-width: 100%; margin: .8rem 0; }
.scroll, .wide { overflow-x: auto; background: linear-gradient(to right, var(--paper) 50%, transparent) left / 3rem 100% no-repeat local,
  linear-gradient(to left, var(--paper) 50%, transparent) right / 3rem 100% no-repeat local,
  linear-gradient(to right, var(--shade), transparent) left / 1rem 100% no-repeat scroll,
  linear-gradient(to left, var(--shade), transparent) right / 1rem 100% no-repeat scroll; }
table { border-collapse: collapse; font-size: .86rem; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
th, td { padding: .32rem .75rem; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top;
  white-space: nowrap; }
td.prose { white-space: pre-wrap; text-align: left; min-width: 16rem; max-width: 40rem; }
th:first-child { text-align: left; padding-left: 0; }
thead th { color: var(--soft); font-weight: 500; white-space: nowrap; vertical-align: bottom; }
tbody th { font-weight: 500; max-width: 20rem; }
.matrix th, .matrix td { padding-left: .4rem; padding-right: .4rem; } .matrix th { white-space: normal; }
.matrix th:first-child { position: sticky; left: 0; padding-left: 0; background: var(--paper); }
.matrix small { display: block; color: var(--soft); font-size: .76rem; }
.better { color: var(--good); } .worse { color: var(--bad); } .cannotTell { color: var(--soft); }
figure { margin: 0; overflow-x: auto; }
svg { max-width: 100%; height: auto; display: block; overflow: visible; }
.wide svg { min-width: 27rem; }
.legend svg { display: inline-block; vertical-align: -1px; }
.gallery { display: flex; flex-wrap: wrap; gap: 1.4rem 1.8rem; margin: .6rem 0; }
.item { max-width: 100%; min-width: 0; }
.row { display: flex; flex-wrap: wrap; gap: .9rem; }
img { image-rendering: pixelated; min-width: 15rem; border-radius: 3px; display: block; }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem 1rem; font-size: .84rem; }
dl { display: grid; gap: .1rem; margin: .5rem 0; font-size: .9rem; }
dl div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); }
dd { margin: 0; }
summary { cursor: pointer; color: var(--chart-0); font-size: .9rem; margin: .8rem 0 .3rem; }
pre { background: var(--wash); padding: 1rem; border-radius: 6px; overflow-x: auto; font-size: .8rem; line-height: 1.45;
  overflow-wrap: normal; }
@media (max-width: 40rem) { body { padding: 1.2rem .9rem 4rem; } h1 { font-size: 1.4rem; }
  dl div { grid-template-columns: minmax(0, 1fr); margin-bottom: .35rem; } }
@media print { nav { display: none; } details { display: block; } h2 { break-after: avoid; } .item { break-inside: avoid; } }
`
