import { Button } from "./button.tsx";

/** How many entries a long list shows at first, and how many more at each click. */
export const PAGE = 20;

/** The button below a list of `usePaginatedQuery`, as long as there is more of it. */
export function More({ of }: { of: { status: string; loadMore: (count: number) => void } }) {
  if (of.status !== "CanLoadMore") return null;
  return (
    <Button variant="quiet" className="mt-2" onClick={() => of.loadMore(PAGE)}>
      Show more
    </Button>
  );
}
