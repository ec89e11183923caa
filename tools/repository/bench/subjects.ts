/** An app that is measured. */
export type Subject = {
  name: string;
  origin: string;
  /** All ports that its pages talk to. */
  ports: number[];
  /** Shows in `main` once an authenticated query has returned it. */
  data: string;
  /** Shows in `main` once Convex has authenticated the person. */
  words: string;
};
