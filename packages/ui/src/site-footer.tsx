const links = {
  Convex: "https://docs.convex.dev",
  "WorkOS AuthKit": "https://workos.com/docs/authkit",
  "The AuthKit component": "https://www.npmjs.com/package/@convex-dev/workos-authkit",
};

/** The end of every page: where to read more about what it is made of. */
export function SiteFooter() {
  return (
    <footer className="border-line sticky top-full border-t">
      <div className="text-muted mx-auto flex max-w-5xl flex-wrap gap-x-6 gap-y-2 px-4 py-6 text-sm sm:px-6">
        <p className="sm:grow">Built with</p>
        {Object.entries(links).map(([label, href]) => (
          <a
            key={href}
            href={href}
            className="hover:text-ink rounded underline-offset-4 hover:underline"
          >
            {label}
          </a>
        ))}
      </div>
    </footer>
  );
}
