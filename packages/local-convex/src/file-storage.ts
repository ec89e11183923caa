import { randomUUID } from "node:crypto";
import type { Accessor, Database } from "./engine-internals.ts";
import { runningFunction } from "./function-modules.ts";
import type { ComponentState } from "./state-directory.ts";

type FileStorageOptions = {
  cloudUrl: string;
  accessor: Accessor;
  databaseOf: (componentPath: string) => Database;
};

/** `ctx.storage`: files of each component, and the URLs to upload and download them. */
export class FileStorage {
  private readonly options: FileStorageOptions;
  /** The component that an upload is for, by the token in its URL. */
  private readonly uploads = new Map<string, string>();

  constructor(options: FileStorageOptions) {
    this.options = options;
  }

  /** The system calls that convex-test answers with made-up URLs, or in somebody else's transaction. */
  get asyncSyscalls() {
    return {
      "1.0/storageGetUrl": ({ storageId }: Record<string, unknown>) => {
        const { componentPath } = caller();
        const document = this.options.databaseOf(componentPath).get("_storage", String(storageId));
        return Promise.resolve(document && this.fileUrl(componentPath, document._id));
      },
      "1.0/storageGenerateUploadUrl": () => {
        const token = randomUUID();
        this.uploads.set(token, caller().componentPath);
        return Promise.resolve(`${this.options.cloudUrl}/api/storage/upload?token=${token}`);
      },
      "1.0/storageDelete": async ({ storageId }: Record<string, unknown>) => {
        const { componentPath, isAction } = caller();
        const db = this.options.databaseOf(componentPath);
        const remove = () => Promise.resolve(db.delete("_storage", String(storageId)));
        // An action has no transaction; the one that happens to be open belongs to somebody else.
        await (isAction ? this.options.accessor.runInComponent(componentPath, remove) : remove());
        return {};
      },
    };
  }

  get jsSyscalls() {
    return {
      "storage/storeBlob": ({ blob }: Record<string, unknown>) =>
        this.store(caller().componentPath, blob as Blob),
    };
  }

  /** Stores what was sent to an upload URL; null if there is no such URL. */
  async upload(token: string | null, blob: Blob): Promise<string | null> {
    const componentPath = this.uploads.get(token ?? "");
    return componentPath === undefined ? null : await this.store(componentPath, blob);
  }

  /** The file at a download URL; null if there is none. */
  find(componentPath: string, id: string): Blob | null {
    const db = this.options.databaseOf(componentPath);
    return (db._documents[id] && db._storage[id]) ?? null;
  }

  /** The files of a component, for {@link restore}. */
  async snapshot(db: Database): Promise<ComponentState["files"]> {
    const stored = Object.entries(db._storage).filter(([id]) => id in db._documents);
    const files = stored.map(async ([id, blob]) => {
      const data = Buffer.from(await blob.arrayBuffer()).toString("base64");
      return [id, { type: blob.type, data }] as const;
    });
    return Object.fromEntries(await Promise.all(files));
  }

  restore(db: Database, files: ComponentState["files"]): void {
    for (const [id, { type, data }] of Object.entries(files))
      db.storeFile(id, new Blob([Buffer.from(data, "base64")], { type }));
  }

  private async store(componentPath: string, blob: Blob): Promise<string> {
    const { accessor, databaseOf } = this.options;
    const db = databaseOf(componentPath);
    const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
    const id = await accessor.runInComponent(componentPath, () => {
      const metadata = { size: blob.size, sha256: Buffer.from(digest).toString("base64") };
      const contentType = blob.type ? { contentType: blob.type } : {};
      return Promise.resolve(db.insert("_storage", { ...metadata, ...contentType }));
    });
    db.storeFile(id, blob);
    return id;
  }

  private fileUrl(componentPath: string, id: string): string {
    const query = componentPath === "" ? "" : `?component=${encodeURIComponent(componentPath)}`;
    return `${this.options.cloudUrl}/api/storage/${id}${query}`;
  }
}

function caller() {
  return runningFunction.getStore() ?? { componentPath: "", isAction: true };
}
