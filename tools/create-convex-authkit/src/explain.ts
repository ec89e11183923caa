/** What the file system refuses, by its error codes. */
const refusals: Record<string, (path: string) => string> = {
  EACCES: (path) => `There is no permission to write ${path}.`,
  EPERM: (path) => `There is no permission to write ${path}.`,
  EROFS: (path) => `${path} is on a disk that cannot be written to.`,
  ENOSPC: () => "The disk is full.",
  EDQUOT: () => "The disk quota is used up.",
  ENOTDIR: (path) => `${path} is in something that is a file: choose another folder.`,
  EEXIST: (path) => `${path} is a file: choose another name.`,
  ENAMETOOLONG: () => "The path of the folder is too long.",
};

/** One sentence for what went wrong. */
export function explain(error: unknown): string {
  const { code = "", path = "the folder", message } = error as NodeJS.ErrnoException;
  return refusals[code]?.(path) ?? message;
}
