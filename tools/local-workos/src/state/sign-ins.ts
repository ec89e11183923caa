import type { Environment } from "../environment.ts";

const keptSignIns = 100;

/** How far a sign-in has come, and what it met. */
type Step = {
  name: "authorize" | "registration" | "authentication" | "code" | "token";
  status: "allowed" | "denied" | "done";
  /** Why not, or where to. */
  detail: string;
  at: string;
};

/** A sign-in as the inbox shows it, without its code and tokens. */
export type SignIn = { id: string; email: string; steps: Step[]; sessionId: string | null };

/** Notes that somebody signs in to an app, and returns the id for {@link noteStep}. */
export function beginSignIn(env: Environment, email: string, detail: string): string {
  const { id } = env.signIns.put({
    id: env.clock.newId("sign_in"),
    email,
    steps: [],
    sessionId: null,
  });
  env.signIns.keepNewest(keptSignIns);
  noteStep(env, id, "authorize", "done", detail);
  return id;
}

export function noteStep(
  { signIns, clock }: Environment,
  id: string,
  name: Step["name"],
  status: Step["status"],
  detail: string,
): void {
  const signIn = signIns.get(id);
  if (!signIn) return;
  const step = { name, status, detail, at: clock.iso() };
  signIns.put({ ...signIn, steps: [...signIn.steps, step] });
}
