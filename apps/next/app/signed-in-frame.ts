export { AuthProvider } from "./auth-provider";
export { Header } from "./header";
