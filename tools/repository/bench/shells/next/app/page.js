export default function Page() {
  return "Shell";
}
