export { AuthProvider } from "./auth-provider";
export { Header } from "./header";
export { HomeActions } from "./home-actions";
export { SignedIn } from "./signed-in";
