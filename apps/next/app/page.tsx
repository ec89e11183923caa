import { HomePage } from "@repo/ui/home-page";
import { HomeActions } from "./home-actions";

export default function Home() {
  return <HomePage framework="Next.js" actions={<HomeActions />} />;
}
