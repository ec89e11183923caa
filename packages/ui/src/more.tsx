import { useEffect, useRef } from "react";
import { Button } from "./button.tsx";

/** How many entries a long list shows at first, and how many more at each click. */
export const PAGE = 20;

/** The button below a list of `usePaginatedQuery`, as long as there is more of it. */
export function More({ of }: { of: { status: string; loadMore: (count: number) => void } }) {
  const end = useRef<HTMLDivElement>(null);
  const isUsed = useRef(false);
  const isLoading = of.status === "LoadingMore";
  const hasMore = of.status === "CanLoadMore" || isLoading;

  // The focus goes with the button: the keyboard continues from where it was.
  useEffect(() => {
    if (hasMore || !isUsed.current) return;
    if (document.activeElement === document.body) end.current?.focus();
  }, [hasMore]);

  return (
    <div ref={end} tabIndex={-1} className="outline-none empty:absolute">
      {hasMore && (
        <Button
          variant="quiet"
          className="mt-2"
          aria-disabled={isLoading}
          onClick={() => {
            isUsed.current = true;
            of.loadMore(PAGE);
          }}
        >
          Show more
        </Button>
      )}
    </div>
  );
}
