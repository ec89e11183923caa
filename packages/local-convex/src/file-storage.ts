import { createHash, randomUUID } from "node:crypto";
import type { Engine } from "./engine.ts";
import { functionScope } from "./function-scope.ts";

/** `ctx.storage`: files of each component, and the URLs to upload and download them. */
export class FileStorage {
  private readonly engine: Engine;
  /** The component that an upload is for, by the token in its URL. */
  private readonly uploads = new Map<string, string>();

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** The system calls that convex-test answers with made-up URLs, or in somebody else's transaction. */
  readonly asyncSyscalls = {
    "1.0/storageGetUrl": ({ storageId }: Record<string, unknown>) => {
      const { componentPath } = caller();
      const document = this.engine.database(componentPath).get("_storage", String(storageId));
      return Promise.resolve(document && this.fileUrl(componentPath, document._id));
    },
    "1.0/storageGenerateUploadUrl": () => {
      const token = randomUUID();
      this.uploads.set(token, caller().componentPath);
      return Promise.resolve(`${this.engine.cloudUrl}/api/storage/upload?token=${token}`);
    },
    "1.0/storageDelete": async ({ storageId }: Record<string, unknown>) => {
      const { componentPath, isAction } = caller();
      const { internals } = this.engine;
      const db = this.engine.database(componentPath);
      const remove = () => Promise.resolve(db.delete("_storage", String(storageId)));
      // An action has no transaction; the one that happens to be open belongs to somebody else.
      await (isAction ? internals.accessor.runInComponent(componentPath, remove) : remove());
      return {};
    },
  };

  readonly jsSyscalls = {
    "storage/storeBlob": ({ blob }: Record<string, unknown>) =>
      this.store(caller().componentPath, blob as Blob),
  };

  /** Stores what was sent to an upload URL; null if there is no such URL. */
  async upload(token: string | undefined, blob: Blob): Promise<string | null> {
    const componentPath = this.uploads.get(token ?? "");
    return componentPath === undefined ? null : await this.store(componentPath, blob);
  }

  /** The file at a download URL; null if there is none. */
  find(componentPath: string, id: string): Blob | null {
    const db = this.engine.database(componentPath);
    return (db._documents[id] && db._storage[id]) ?? null;
  }

  private async store(componentPath: string, blob: Blob): Promise<string> {
    const { internals, state } = this.engine;
    const db = this.engine.database(componentPath);
    const content = new Uint8Array(await blob.arrayBuffer());
    const sha256 = createHash("sha256").update(content).digest("base64");
    const contentType = blob.type ? { contentType: blob.type } : {};
    return await internals.accessor.runInComponent(componentPath, () => {
      const id = db.insert("_storage", { size: blob.size, sha256, ...contentType });
      // Before the transaction: a file that nothing names is no loss, the reverse would be.
      state?.saveFile(componentPath, id, blob.type, content);
      db.storeFile(id, blob);
      return Promise.resolve(id);
    });
  }

  private fileUrl(componentPath: string, id: string): string {
    const query = componentPath === "" ? "" : `?component=${encodeURIComponent(componentPath)}`;
    return `${this.engine.cloudUrl}/api/storage/${id}${query}`;
  }
}

function caller() {
  return functionScope.getStore() ?? { componentPath: "", isAction: true };
}
