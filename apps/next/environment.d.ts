declare namespace NodeJS {
  interface ProcessEnv {
    readonly NEXT_PUBLIC_CONVEX_URL: string;
    readonly NEXT_PUBLIC_WORKOS_REDIRECT_URI: string;
  }
}
