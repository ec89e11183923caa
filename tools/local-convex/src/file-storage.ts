import { createHash, randomUUID } from "node:crypto";
import type { Engine } from "./engine.ts";
import { functionScope } from "./function-scope.ts";

/** `ctx.storage`: files of each component, and the URLs to upload and download them. */
export function createFileStorage(engine: Engine) {
  /** The component that an upload is for, by the token in its URL. */
  const uploads = new Map<string, string>();
  const caller = () => functionScope.getStore() ?? { componentPath: "", isAction: true };

  async function store(componentPath: string, blob: Blob): Promise<string> {
    const db = engine.database(componentPath);
    const content = new Uint8Array(await blob.arrayBuffer());
    const sha256 = createHash("sha256").update(content).digest("base64");
    const contentType = blob.type ? { contentType: blob.type } : {};
    return await engine.internals.accessor.runInComponent(componentPath, () => {
      const id = db.insert("_storage", { size: blob.size, sha256, ...contentType });
      // Before the transaction: a file that nothing names is no loss, the reverse would be.
      engine.state?.saveFile(componentPath, id, blob.type, content);
      db.storeFile(id, blob);
      return id;
    });
  }

  return {
    /** The system calls that convex-test answers with made-up URLs, or in somebody else's transaction. */
    asyncSyscalls: {
      "1.0/storageGetUrl": ({ storageId }: Record<string, unknown>) => {
        const { componentPath } = caller();
        const document = engine.database(componentPath).get("_storage", String(storageId));
        const component = encodeURIComponent(componentPath);
        const query = componentPath === "" ? "" : `?component=${component}`;
        return document && `${engine.cloudUrl}/api/storage/${document._id}${query}`;
      },
      "1.0/storageGenerateUploadUrl": () => {
        const token = randomUUID();
        uploads.set(token, caller().componentPath);
        return `${engine.cloudUrl}/api/storage/upload?token=${token}`;
      },
      "1.0/storageDelete": async ({ storageId }: Record<string, unknown>) => {
        const { componentPath, isAction } = caller();
        const db = engine.database(componentPath);
        const { accessor } = engine.internals;
        const remove = () => db.delete("_storage", String(storageId));
        // An action has no transaction; the one that happens to be open belongs to somebody else.
        await (isAction ? accessor.runInComponent(componentPath, remove) : remove());
        return {};
      },
    },
    jsSyscalls: {
      "storage/storeBlob": ({ blob }: Record<string, unknown>) =>
        store(caller().componentPath, blob as Blob),
    },

    /** Whether there is an upload URL with this token. */
    expects: (token: string | undefined) => uploads.has(token ?? ""),

    /** Stores what was sent to an upload URL. */
    upload: (token: string, blob: Blob) => store(uploads.get(token) ?? "", blob),

    /** The file at a download URL; null if there is none. */
    find(componentPath: string, id: string): Blob | null {
      // Both are what a request says: neither may make a component, or find what objects inherit.
      const { components } = engine.internals.state;
      if (!Object.hasOwn(components, componentPath)) return null;
      const { _documents, _storage } = engine.database(componentPath);
      return Object.hasOwn(_documents, id) ? (_storage[id] ?? null) : null;
    },
  };
}
