import { posix } from "node:path";

/**
 * A sentence for each link of a page to a file that is not there.
 *
 * @param page its path, as links in it are relative to its folder
 * @param exists whether there is a file or a folder at a path from the root of the repository
 */
export function findBrokenLinks(
  page: string,
  markdown: string,
  exists: (path: string) => boolean,
): string[] {
  return withoutCode(markdown)
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(/\]\(<?([^)\s>]+)/g)]
        .map(([, target = ""]) => target)
        // Elsewhere, or on the page itself.
        .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
        .filter((target) => !exists(posix.join(posix.dirname(page), target.replace(/#.*/, ""))))
        .map(
          (target) =>
            `${page}, line ${index + 1}: the link to ${target} leads nowhere: write where that is now, or take the link out.`,
        ),
    );
}

/** The page with its code blanked, in which what looks like a link is none, on the lines it has. */
function withoutCode(markdown: string): string {
  return markdown
    .replace(/^(`{3,}).*?^\1$/gms, (block) => block.replace(/[^\n]/g, ""))
    .replace(/`[^`\n]+`/g, "");
}
