import { useConvexAuth, type UsePaginatedQueryResult } from "convex/react";
import { useState, type ReactNode } from "react";
import { Button } from "./button.tsx";
import { Spinner } from "./spinner.tsx";
import { fieldClass } from "./text-form.tsx";

/** How many entries a long list shows at first, and how many more at each click. */
export const PAGE = 20;

/** What was there before a search, while its result is on its way: nothing flashes as one types. */
export function useSteadyPages<Item>(pages: UsePaginatedQueryResult<Item>) {
  const [last, setLast] = useState<Item[]>();
  const isLoading = pages.status === "LoadingFirstPage";
  if (!isLoading && last !== pages.results) setLast(pages.results);
  const results = isLoading && last ? last : pages.results;
  return { ...pages, results, isBusy: isLoading && !last };
}

/**
 * Shows its content once Convex knows who asks and nothing in it is `aria-busy`, so that nothing is
 * refused, and nothing moves as its parts arrive.
 */
export function AllAtOnce({ children }: { children: ReactNode }) {
  const { isAuthenticated } = useConvexAuth();
  return (
    <div className="group/all flow-root has-aria-busy:min-h-dvh">
      <span className="absolute mt-8 hidden animate-[appear_0s_250ms_both] group-has-aria-busy/all:block">
        <Spinner label="Loading" />
      </span>
      <div className="group-has-aria-busy/all:invisible">
        {isAuthenticated ? children : <div aria-busy="true" />}
      </div>
    </div>
  );
}

type SearchProps = {
  label: string;
  of: { results: unknown[]; status: string };
  onSearch: (value: string) => void;
};

/** The field above a list of `usePaginatedQuery` that is longer than a page. */
export function Search({ label, of: { results, status }, onSearch }: SearchProps) {
  // It stays when it is emptied, where the focus is.
  const [isUsed, setIsUsed] = useState(false);
  if (!isUsed && results.length < PAGE) return null;
  return (
    <>
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        onChange={({ target }) => {
          setIsUsed(true);
          onSearch(target.value);
        }}
        className={fieldClass}
      />
      <p role="status" className="text-muted text-sm empty:hidden">
        {results.length === 0 && status === "Exhausted" && "Nothing found."}
      </p>
    </>
  );
}

/** The button below a list of `usePaginatedQuery`, as long as there is more of it. */
export function More({ of }: { of: { status: string; loadMore: (count: number) => void } }) {
  const isLoading = of.status === "LoadingMore";
  return (
    <div tabIndex={-1} className="outline-none empty:absolute">
      {(of.status === "CanLoadMore" || isLoading) && (
        <Button
          ref={leaveFocusBehind}
          variant="quiet"
          className="mt-2"
          aria-disabled={isLoading}
          onClick={() => of.loadMore(PAGE)}
        >
          Show more
        </Button>
      )}
    </div>
  );
}

/** The focus does not go with the button: the keyboard continues from where that was. */
function leaveFocusBehind(button: HTMLElement | null) {
  return () => {
    if (button === document.activeElement) button?.parentElement?.focus();
  };
}
