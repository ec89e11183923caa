/** The one style sheet of all pages, inlined so that they need nothing else. */
export const style = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f5f5f7, #0f1012);
  --card: light-dark(#fff, #191b1f);
  --line: light-dark(#dcdde3, #33363d);
  --text: light-dark(#16171a, #f1f2f4);
  --muted: light-dark(#5c5f6a, #a2a6b1);
  --accent: light-dark(#4b44d8, #8f8aff);
  --on-accent: light-dark(#fff, #12122b);
  --danger: light-dark(#a4161a, #ffb0ab);
  --danger-fill: light-dark(#fdf0ef, #38191a);
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100dvh; padding: 24px 16px;
  display: grid; grid-template-rows: 1fr auto; justify-items: center; align-items: center; gap: 24px;
  background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main {
  width: 100%; max-width: 400px; padding: 32px;
  background: var(--card); border: 1px solid var(--line); border-radius: 16px;
  box-shadow: 0 1px 2px rgb(0 0 0 / .04), 0 12px 32px rgb(0 0 0 / .06);
}
main.wide { max-width: 560px; }
h1 { margin: 0; font-size: 24px; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
p { margin: 0; }
.badge {
  width: fit-content; margin-bottom: 16px; padding: 2px 10px; border-radius: 99px; font-size: 13px; font-weight: 600;
  color: var(--accent); background: color-mix(in srgb, var(--accent) 12%, transparent);
}
.lead { margin: 4px 0 24px; color: var(--muted); overflow-wrap: anywhere; }
.alert {
  margin: 0 0 20px; padding: 12px 14px; border-radius: 10px; overflow-wrap: anywhere;
  background: var(--danger-fill); color: var(--danger); font-size: 15px;
}
.alert a { color: inherit; font-weight: 600; }
form { display: grid; gap: 16px; }
.field { display: grid; gap: 6px; }
.names { display: grid; grid-template-columns: 1fr 1fr; gap: 12px; }
label { font-size: 14px; font-weight: 600; }
input, button { font: inherit; min-height: 46px; border-radius: 10px; width: 100%; min-width: 0; }
input { padding: 0 14px; color: inherit; background: var(--card); border: 1px solid light-dark(#8b8e99, #6c707b); }
input[aria-invalid="true"] { border-color: var(--danger); }
button { padding: 0 16px; cursor: pointer; font-weight: 600; border: 1px solid transparent; }
.primary { background: var(--accent); color: var(--on-accent); }
.primary:hover { filter: brightness(1.08); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.or { display: flex; align-items: center; gap: 12px; margin: 24px 0 16px; color: var(--muted); font-size: 14px; }
.or::before, .or::after { content: ""; flex: 1; height: 1px; background: var(--line); }
.choices { list-style: none; margin: 0; padding: 0; display: grid; gap: 8px; }
.choices button {
  display: flex; align-items: center; gap: 12px; padding: 8px 12px; text-align: start;
  background: transparent; color: inherit; border-color: var(--line); font-weight: 400; overflow-wrap: anywhere;
}
.choices button:hover { border-color: var(--accent); }
.choices span + span { line-height: 1.35; color: var(--muted); font-size: 13px; }
.choices strong { display: block; font-weight: 600; font-size: 15px; color: var(--text); }
.avatar {
  flex: none; width: 30px; height: 30px; border-radius: 50%; display: grid; place-items: center;
  background: color-mix(in srgb, var(--accent) 16%, transparent); color: var(--accent);
  font-size: 12px; font-weight: 700;
}
.switch { margin-top: 24px; text-align: center; color: var(--muted); font-size: 15px; }
a { color: var(--accent); text-underline-offset: 3px; }
dl { margin: 20px 0 0; display: grid; gap: 4px; }
dt { font-size: 14px; font-weight: 600; margin-top: 12px; }
dd { margin: 0; }
code { font: 14px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; overflow-wrap: anywhere; }
footer { max-width: 400px; color: var(--muted); font-size: 13px; text-align: center; text-wrap: balance; }
footer strong { color: var(--text); font-weight: 600; }
main.full { max-width: 1120px; align-self: start; }
h2 { margin: 0 0 12px; font-size: 16px; }
h3 { margin: 14px 0 6px; font-size: 13px; color: var(--muted); }
.count { color: var(--muted); font-weight: 400; }
.columns, .columns > div { display: grid; gap: 32px; align-items: start; }
.columns > * { min-width: 0; }
@media (min-width: 900px) { .columns { grid-template-columns: 3fr 2fr; } }
.rows { list-style: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 12px; overflow: clip; }
.rows > li + li { border-top: 1px solid var(--line); }
details[open] { padding-bottom: 14px; }
details > :not(summary) { margin-inline: 14px; }
summary {
  display: grid; grid-template-columns: 84px 1fr auto; align-items: center; gap: 12px; padding: 10px 14px;
  cursor: pointer; font-size: 14px; list-style: none;
}
summary::-webkit-details-marker { display: none; }
summary:hover { background: color-mix(in srgb, var(--accent) 6%, transparent); }
summary:focus-visible { outline-offset: -3px; border-radius: 12px; }
summary.person { grid-template-columns: auto 1fr auto; }
.what { min-width: 0; color: var(--muted); overflow-wrap: anywhere; }
.what strong { color: var(--text); margin-inline-end: 4px; }
.person .what strong { display: block; margin: 0; }
.pill {
  width: fit-content; padding: 1px 9px; border-radius: 99px; font-size: 12px; font-weight: 600; white-space: nowrap;
  color: var(--tone, var(--muted)); background: color-mix(in srgb, var(--tone, var(--muted)) 13%, transparent);
}
.delivered, .allowed, .done { --tone: light-dark(#13703a, #6fd79a); }
.pending, .held { --tone: light-dark(#8a5300, #f2bd68); }
.failed, .denied { --tone: var(--danger); }
time { color: var(--muted); font-variant-numeric: tabular-nums; }
summary + .facts { margin-top: 4px; }
.facts { font-size: 13px; color: var(--muted); overflow-wrap: anywhere; }
.empty { color: var(--muted); font-size: 14px; }
.rows + .empty { margin-top: 8px; font-size: 13px; }
pre {
  margin: 0; padding: 12px; max-height: 320px; overflow: auto; border-radius: 8px; background: var(--page);
  font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; white-space: pre-wrap; overflow-wrap: anywhere;
}
details form { margin-top: 14px; }
.way { list-style: none; margin-block: 4px 0; padding: 0; font-size: 14px; }
.way li { display: grid; grid-template-columns: 108px 1fr auto; gap: 12px; align-items: baseline; padding: 4px 0; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; }
.invitation { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 4px 12px; padding: 10px 14px; font-size: 14px; }
button.small { width: fit-content; min-height: 36px; font-size: 14px; color: inherit; background: transparent; border-color: var(--line); }
button.small:hover { border-color: var(--accent); }
body:not(.offline) .offline-note { display: none; }
@media (max-width: 480px) {
  main { padding: 24px 20px; }
  main.full { padding-inline: 14px; }
  summary:not(.person) { grid-template-columns: 1fr auto; row-gap: 4px; }
  .way li { grid-template-columns: 1fr auto; row-gap: 2px; }
  .way .what, summary:not(.person) .what { grid-row: 2; grid-column: 1 / -1; }
}
`;
