import { spawn } from "node:child_process";
import { folders } from "../workspace.ts";

/** Runs `npm run doctor` in this terminal. @returns whether it found nothing wrong */
export function checkResult(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const options = { cwd: folders.root, stdio: "inherit" } as const;
    spawn(process.execPath, ["--run", "doctor"], options)
      .once("error", reject)
      .once("close", (code) => resolve(code === 0));
  });
}
