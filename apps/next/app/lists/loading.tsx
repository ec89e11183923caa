import { LoadingPage } from "@repo/ui/message-page";

export default function Loading() {
  return <LoadingPage>Fetching your lists…</LoadingPage>;
}
