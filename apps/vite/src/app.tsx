import { SiteFooter } from "@repo/ui/site-footer";
import { ErrorBoundary } from "react-error-boundary";
import { Route, Switch, useLocation } from "wouter";
import { Header } from "./header";
import { Account, Admin, Lists, Members, NewOrganization, Organization } from "./pages";
import { Callback } from "./pages/callback";
import { ErrorPage } from "./pages/error";
import { Home } from "./pages/home";
import { NotFound } from "./pages/not-found";
import { SignIn, SignUp } from "./pages/sign-in";

export function App() {
  const [path] = useLocation();
  return (
    <>
      <Header />
      <ErrorBoundary FallbackComponent={ErrorPage} resetKeys={[path]}>
        <Switch>
          <Route path="/" component={Home} />
          <Route path="/lists" component={Lists} />
          <Route path="/organization" component={Organization} />
          <Route path="/organization/members" component={Members} />
          <Route path="/organization/new" component={NewOrganization} />
          <Route path="/account" component={Account} />
          <Route path="/admin" component={Admin} />
          <Route path="/sign-in" component={SignIn} />
          <Route path="/sign-up" component={SignUp} />
          <Route path="/callback" component={Callback} />
          <Route component={NotFound} />
        </Switch>
      </ErrorBoundary>
      <SiteFooter />
    </>
  );
}
