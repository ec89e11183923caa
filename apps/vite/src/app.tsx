import { SiteFooter } from "@repo/ui/site-footer";
import { ErrorBoundary } from "react-error-boundary";
import { Route, Switch, useLocation } from "wouter";
import { Header } from "./header";
import { Account } from "./pages/account";
import { Admin } from "./pages/admin";
import { Callback } from "./pages/callback";
import { ErrorPage } from "./pages/error";
import { Home } from "./pages/home";
import { Lists } from "./pages/lists";
import { Members } from "./pages/members";
import { NewOrganization } from "./pages/new-organization";
import { NotFound } from "./pages/not-found";
import { Organization } from "./pages/organization";
import { SignIn } from "./pages/sign-in";
import { SignUp } from "./pages/sign-up";

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
