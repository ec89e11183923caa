const links = {
  "Convex docs": "https://docs.convex.dev",
  "AuthKit docs": "https://workos.com/docs/authkit",
  "AuthKit component": "https://www.npmjs.com/package/@convex-dev/workos-authkit",
};

/** The end of every page: where to read more about what it is made of. */
export function SiteFooter() {
  return (
    <footer className="border-line sticky top-full border-t">
      <div className="text-muted mx-auto flex max-w-5xl flex-wrap gap-x-6 gap-y-2 px-4 py-6 text-sm sm:px-6">
        <p className="w-full sm:w-auto sm:grow">Built with Convex and WorkOS AuthKit</p>
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
