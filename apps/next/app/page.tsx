import { HomePage } from "@repo/ui/home-page";
import { env } from "../env";
import { HomeActions } from "./home-actions";

export default function Home() {
  return <HomePage framework="Next.js" otherAppUrl={env.otherAppUrl} actions={<HomeActions />} />;
}
