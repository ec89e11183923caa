import { posix } from "node:path";

/**
 * A sentence for each link of a page to a file, or to a heading of a page, that is not there.
 *
 * @param page its path, as links in it are relative to its folder
 * @param read the text of what is at a path from the root of the repository: empty for a folder,
 *   undefined when there is nothing
 */
export function findBrokenLinks(
  page: string,
  markdown: string,
  read: (path: string) => string | undefined,
): string[] {
  return withoutCode(markdown)
    .split("\n")
    .flatMap((line, index) =>
      [...line.matchAll(/\]\(<?([^)\s>]+)/g)]
        .map(([, target = ""]) => target)
        // Elsewhere.
        .filter((target) => !/^[a-z]+:/.test(target))
        .filter((target) => !leadsSomewhere(target))
        .map(
          (target) =>
            `${page}, line ${index + 1}: the link to ${target} leads nowhere: write where that is now, or take the link out.`,
        ),
    );

  function leadsSomewhere(target: string): boolean {
    const [path = "", anchor] = target.split("#");
    const text = path === "" ? markdown : read(posix.join(posix.dirname(page), path));
    if (text === undefined || anchor === undefined) return text !== undefined;
    return [...text.matchAll(/^#+ (.+)$/gm)].some(
      ([, heading = ""]) => anchorOf(heading) === anchor,
    );
  }
}

/** By what GitHub makes of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

/** The page with its code blanked, in which what looks like a link is none, on the lines it has. */
function withoutCode(markdown: string): string {
  return markdown
    .replace(/^(`{3,}).*?^\1$/gms, (block) => block.replace(/[^\n]/g, ""))
    .replace(/`[^`\n]+`/g, "");
}
