/** Says what is under way; in a terminal also for how long. */
export async function whileWaiting<Result>(
  what: string,
  say: (line: string) => void,
  work: Promise<Result>,
): Promise<Result> {
  say(`${what} …`);
  if (!process.stdout.isTTY) return work;
  const start = Date.now();
  const timer = setInterval(() => {
    process.stdout.write(`\r${Math.round((Date.now() - start) / 1000)} s`);
  }, 1_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    process.stdout.write("\r");
  }
}
