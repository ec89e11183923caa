import { startLocalConvex } from "@repo/local-convex";
import { convexJson, envFile } from "../project-copy.ts";
import { all, type Fault } from "./fault.ts";

/** Faults in the files of the project, and in which deployment they choose. */
export const projectFaults: Fault[] = [
  {
    name: "a Convex CLI before 1.48",
    plant: ({ copy }) => copy.setVersion("convex", "1.39.0"),
    fails: ["packages"],
    says: ["convex is 1.39.0, and has to be 1.48.0 or newer", "npm install"],
  },
  {
    name: "an AuthKit component before 0.2.9",
    plant: ({ copy }) => copy.setVersion("@convex-dev/workos-authkit", "0.2.7"),
    fails: ["packages"],
    says: ["@convex-dev/workos-authkit is 0.2.7, and has to be 0.2.9 or newer"],
  },
  {
    name: "version 11 of the WorkOS SDK",
    plant: ({ copy }) => copy.setVersion("@workos-inc/node", "11.0.1"),
    fails: ["packages"],
    says: ["@workos-inc/node is 11.0.1, and has to be 10"],
  },
  {
    name: "a Node.js that is too old",
    plant: ({ copy }) =>
      copy.replace("package.json", /(?<="engines": \{\s*"node": )"[^"]+"/, '">=99.1"'),
    fails: ["node"],
    says: ["has to be >=99.1", "npm install"],
    isApart: true,
  },
  {
    name: "a misspelled setting in convex.json",
    plant: ({ copy }) => copy.replace(convexJson, '"corsOrigins"', '"corsOrigin"'),
    fails: ["convex-json"],
    says: ["not as the Convex CLI takes it", "/authKit/", "convex.json"],
  },
  {
    name: "no environmentType for production in convex.json",
    plant: ({ copy }) => copy.replace(convexJson, '"environmentType": "production",', ""),
    fails: ["convex-json"],
    says: ["environmentType production"],
  },
  {
    name: "no section for previews in convex.json",
    plant: ({ copy }) => copy.replace(convexJson, /"preview": \{.*?\n {4}\},/s, '"preview": {},'),
    fails: ["convex-json"],
    says: ["authKit.preview.configure"],
  },
  {
    name: "another callback for production in convex.json than for development",
    plant: ({ copy }) =>
      copy.replace(convexJson, /_APP_URL\}\/callback(?!.*_APP_URL\}\/callback)/s, "_APP_URL}/auth"),
    fails: ["convex-json"],
    says: ["redirectUris", "authKit.prod", "authKit.dev"],
  },
  {
    name: "another app's origin as home page in production than in development",
    plant: ({ copy }) =>
      copy.replace(
        convexJson,
        /"appHomepageUrl": "\$\{buildEnv\.NEXT(?!.*appHomepageUrl)/s,
        '"appHomepageUrl": "${buildEnv.VITE',
      ),
    fails: ["convex-json"],
    says: ["appHomepageUrl", "authKit.prod", "authKit.dev"],
  },
  {
    name: "a CORS origin in convex.json that no app is at",
    plant: ({ copy }) =>
      copy.replace(
        convexJson,
        /"corsOrigins": \[\s*"[^"]+"/,
        '"corsOrigins": ["http://localhost:1"',
      ),
    fails: ["convex-json"],
    says: ["corsOrigins has http://localhost:1", "http://localhost:1/callback"],
  },
  {
    name: "no CORS origin in convex.json",
    plant: ({ copy }) => copy.replace(convexJson, /"corsOrigins": \[[^\]]*\]/, '"corsOrigins": []'),
    fails: ["convex-json"],
    says: ["corsOrigins has to have the origin of one redirect URI, the Vite app's, and has 0"],
  },
  {
    name: "no development file",
    plant: ({ copy }) => copy.write(envFile, undefined),
    fails: ["file"],
    says: [`There is no ${envFile}`, "npm run setup"],
  },
  {
    name: "no deployment in the development file",
    plant: (setup) => setup.setInFile({ CONVEX_SELF_HOSTED_URL: undefined }),
    fails: ["file"],
    says: ["neither CONVEX_DEPLOYMENT nor CONVEX_SELF_HOSTED_URL", "npm run setup"],
  },
  {
    name: "both a cloud deployment and a self-hosted one",
    plant: (setup) => setup.setInFile({ CONVEX_DEPLOYMENT: "dev:happy-otter-123" }),
    fails: ["file"],
    says: ["both CONVEX_DEPLOYMENT and CONVEX_SELF_HOSTED_URL", "Delete the line"],
  },
  {
    name: "a self-hosted deployment without its admin key",
    plant: (setup) => setup.setInFile({ CONVEX_SELF_HOSTED_ADMIN_KEY: undefined }),
    fails: ["file"],
    says: ["not CONVEX_SELF_HOSTED_ADMIN_KEY", "Add the admin key"],
  },
  {
    name: "no cookie password",
    plant: (setup) => setup.setInFile({ WORKOS_COOKIE_PASSWORD: undefined }),
    fails: ["file"],
    says: ["WORKOS_COOKIE_PASSWORD is not set", "npm run setup"],
  },
  {
    name: "a cookie password that is too short",
    plant: (setup) => setup.setInFile({ WORKOS_COOKIE_PASSWORD: "short" }),
    fails: ["file"],
    says: ["WORKOS_COOKIE_PASSWORD has to be at least 32 characters long"],
  },
  {
    name: "a development file that Git does not ignore",
    plant: ({ copy }) => copy.replace(".gitignore", ".env.*\n", ""),
    fails: ["ignored"],
    says: [`Git does not ignore ${envFile}`, ".gitignore"],
    isApart: true,
  },
  {
    name: "a leftover file of the Next.js app",
    plant: ({ copy }) => copy.write("apps/next/.env.local", "WORKOS_CLIENT_ID=client_old\n"),
    fails: ["shadows"],
    says: ["apps/next/.env.local sets WORKOS_CLIENT_ID", "Delete"],
    isApart: true,
  },
  {
    name: "a leftover file of the Vite app",
    plant: ({ copy }) =>
      copy.write("apps/vite/.env", "VITE_CONVEX_URL=https://old-otter-1.convex.cloud\n"),
    fails: ["shadows"],
    says: ["apps/vite/.env sets VITE_CONVEX_URL", "Delete"],
    isApart: true,
  },
  {
    name: "a self-hosted deployment whose HTTP actions are nobody knows where",
    plant: (setup) => setup.setInFile({ CONVEX_SITE_URL: undefined }),
    fails: ["target"],
    says: ["set CONVEX_SITE_URL beside CONVEX_SELF_HOSTED_URL", envFile],
  },
  {
    name: "a deployment that does not run",
    plant: (setup) => setup.setInFile({ CONVEX_SELF_HOSTED_URL: "http://127.0.0.1:1" }),
    fails: ["deployment"],
    says: ["did not reach http://127.0.0.1:1", "is the deployment running"],
  },
  {
    name: "the admin key of another deployment",
    plant: (setup) =>
      setup.setInFile({ CONVEX_SELF_HOSTED_ADMIN_KEY: "key_of_another_deployment" }),
    fails: ["deployment"],
    says: ["is its key the right one"],
  },
  {
    name: "a deployment that the backend was never pushed to",
    plant: async (setup) => {
      const empty = await startLocalConvex({
        port: 0,
        sitePort: 0,
        environmentVariables: setup.deploymentValues() as Record<string, string>,
      });
      return all(
        () => empty.stop(),
        setup.setInFile({
          CONVEX_SELF_HOSTED_URL: empty.url,
          CONVEX_SELF_HOSTED_ADMIN_KEY: empty.adminKey,
          CONVEX_SITE_URL: empty.siteUrl,
        }),
        setup.serve("next", { convexUrl: empty.url }),
        setup.serve("vite", { convexUrl: empty.url }),
      );
    },
    fails: ["functions"],
    says: ["does not serve account:current: Could not find", "npm run dev"],
  },
];
