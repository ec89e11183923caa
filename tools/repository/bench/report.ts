import type { Measured, TraceEvent, Visit } from "./visit.ts";

export type Result = Visit & { subject: string; delay: number };

type Times = { name: string; of: (visit: Visit) => number };

const times: Times[] = [
  { name: "home", of: ({ home }) => home.data },
  { name: "sign-in → data", of: ({ signIn }) => signIn.data },
  { name: "sign-in → content", of: ({ signIn }) => signIn.content },
  { name: "sign-in → live", of: ({ signIn }) => signIn.live },
  { name: "reload → data", of: ({ reload }) => reload.data },
  { name: "reload → content", of: ({ reload }) => reload.content },
  { name: "reload → live", of: ({ reload }) => reload.live },
];

/** A table of medians in milliseconds, as Markdown, with the ratio to the template of the same kind. */
export function report(results: Result[], runs: number): string {
  const subjects = [...new Set(results.map(({ subject }) => subject))];
  const delays = [...new Set(results.map(({ delay }) => delay))];
  const rows = delays.flatMap((delay) =>
    subjects.map((subject) => {
      const own = select(subject, delay);
      const peer = select(`${subject} template`, delay);
      const cells = times.map(({ of }) => {
        const value = median(own.map(of));
        if (peer.length === 0) return value.toFixed(0);
        return `${value.toFixed(0)} (${(value / median(peer.map(of))).toFixed(2)})`;
      });
      return [`${subject}, ${delay} ms`, ...cells];
    }),
  );
  const counts = subjects.map((subject) => {
    const own = select(subject, delays[0]!);
    const both = (of: (measured: Measured) => number) =>
      [
        median(own.map(({ signIn }) => of(signIn))),
        median(own.map(({ reload }) => of(reload))),
      ].join(" / ");
    const kB = (of: (visit: Visit) => number) => (median(own.map(of)) / 1_000).toFixed(1);
    return [
      subject,
      both(({ requests }) => requests),
      both(({ sockets }) => sockets),
      both(({ authenticates }) => authenticates),
      kB(({ javascript }) => javascript.home),
      kB(({ javascript }) => javascript.signedIn),
    ];
  });
  return [
    `Medians of ${runs} visits, in ms; in brackets, the ratio to the template.`,
    table(["", ...times.map(({ name }) => name)], rows),
    "Sign-in / reload, and kB of JavaScript, gzip.",
    table(["", "requests", "sockets", "Authenticate", "home", "signed in"], counts),
  ].join("\n\n");

  function select(subject: string, delay: number) {
    return results.filter((each) => each.subject === subject && each.delay === delay);
  }
}

/** Where the time goes: each event's median, in ms after the start. */
export function trace(results: Result[]): string {
  const nameOf = ({ subject, delay }: Result) => `${subject}, ${delay} ms`;
  return [...new Set(results.map(nameOf))]
    .flatMap((name) =>
      (["home", "signIn", "reload"] as const).map((act) => {
        const visits = results.filter((each) => nameOf(each) === name);
        const lines = medianTrace(visits.map((each) => each[act].trace));
        return [`${name}: ${act}`, ...lines].join("\n");
      }),
    )
    .join("\n\n");
}

function medianTrace(traces: TraceEvent[][]): string[] {
  const moments = new Map<string, number[]>();
  for (const events of traces) {
    const seen = new Map<string, number>();
    for (const { at, what } of events) {
      const count = (seen.get(what) ?? 0) + 1;
      seen.set(what, count);
      const key = count === 1 ? what : `${what} #${count}`;
      moments.set(key, [...(moments.get(key) ?? []), at]);
    }
  }
  return [...moments]
    .filter(([, at]) => at.length > traces.length / 2)
    .map(([what, at]) => ({ what, at: median(at) }))
    .sort((a, b) => a.at - b.at)
    .map(({ what, at }) => `${at.toFixed(1).padStart(7)}  ${what}`);
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
