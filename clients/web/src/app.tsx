// The routes of the page. What one place needs is loaded when it is gone to.
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import { TextProvider, useText } from "./i18n";
import { Home } from "./pages/home";
import { makeQueryClient } from "./state/queries";
import { ErrorBoundary } from "./ui/error_boundary";
import { Frame } from "./ui/frame";
import { Link } from "./ui/link";
import { Loading } from "./ui/loading";
import { Page } from "./ui/page";
import { ToastProvider } from "./ui/toast";

const Create = lazy(() => import("./pages/create"));
const Join = lazy(() => import("./pages/join"));
const Start = lazy(() => import("./pages/start"));
const SignIn = lazy(() => import("./pages/sign_in").then((m) => ({ default: m.SignInByLink })));
const DeliberationPages = lazy(() => import("./pages/deliberation"));

export function App() {
  const [cache] = useState(makeQueryClient);
  return (
    <TextProvider>
      <QueryClientProvider client={cache}>
        <ToastProvider>
          <Routes />
        </ToastProvider>
      </QueryClientProvider>
    </TextProvider>
  );
}

function Routes() {
  const [place] = useLocation();
  return (
    <ErrorBoundary place={place}>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/d/:id/*?">
            {(params) => <DeliberationPages key={params.id} id={params.id} />}
          </Route>
          <Route>
            <Frame>
              <Switch>
                <Route path="/" component={Home} />
                <Route path="/create" component={Create} />
                <Route path="/join" component={Join} />
                <Route path="/start" component={Start} />
                <Route path="/sign-in" component={SignIn} />
                <Route component={NotFound} />
              </Switch>
            </Frame>
          </Route>
        </Switch>
      </Suspense>
    </ErrorBoundary>
  );
}

export function NotFound() {
  const { t } = useText();
  return (
    <Page title={t("app.notFound.title")}>
      <p>{t("app.notFound.text")}</p>
      <p>
        <Link to="~/">{t("nav.home")}</Link>
      </p>
    </Page>
  );
}
