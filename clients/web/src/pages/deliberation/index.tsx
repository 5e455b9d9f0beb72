// The pages of one deliberation, below /d/{id}.
import { Suspense } from "react";
import { Route, Router, Switch, useLocation } from "wouter";
import { NotFound } from "@/app";
import { lazyPage } from "@/i18n/lazy_page";
import { DeliberationProvider, useDeliberation } from "@/state/deliberation";
import { LiveProvider } from "@/state/live";
import { ErrorBoundary } from "@/ui/error_boundary";
import { Frame } from "@/ui/frame";
import { Loading } from "@/ui/loading";
import { LiveStatus } from "./live_status";
import { Navigation } from "./navigation";
import { PhaseBar } from "./phase_bar";

const Overview = lazyPage(["member", "ballot"], () => import("../overview"));
const Documents = lazyPage(["reading"], () => import("../documents"));
const Measures = lazyPage(["reading"], () => import("../measures"));
const Measure = lazyPage(["member", "reading"], () => import("../measure"));
const Criteria = lazyPage(["setup"], () => import("../criteria"));
const Scores = lazyPage(["member", "ballot"], () => import("../scores"));
const Ranking = lazyPage(["outcome"], () => import("../ranking"));
const Statements = lazyPage(["people", "setup"], () => import("../statements"));
const Vote = lazyPage(["ballot", "member"], () => import("../vote"));
const Result = lazyPage(["outcome", "ballot", "people", "setup"], () => import("../result"));
const People = lazyPage(["people", "setup"], () => import("../people"));
const Setup = lazyPage(["setup"], () => import("../setup"));

export default function DeliberationPages(props: { id: string }) {
  return (
    <Router base={`/d/${props.id}`}>
      <DeliberationProvider id={props.id}>
        <LiveProvider>
          <Shell />
        </LiveProvider>
      </DeliberationProvider>
    </Router>
  );
}

function Shell() {
  const { deliberation } = useDeliberation();
  const [place] = useLocation();
  return (
    <Frame
      heading={<bdi>{deliberation.title}</bdi>}
      status={<LiveStatus />}
      navigation={
        <>
          <PhaseBar />
          <Navigation />
        </>
      }
    >
      <ErrorBoundary place={place}>
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/" component={Overview} />
            <Route path="/documents/:document?" component={Documents} />
            <Route path="/measures" component={Measures} />
            <Route path="/measures/:measure" component={Measure} />
            <Route path="/criteria" component={Criteria} />
            <Route path="/scores" component={Scores} />
            <Route path="/ranking" component={Ranking} />
            <Route path="/statements" component={Statements} />
            <Route path="/vote" component={Vote} />
            <Route path="/result/:decision?" component={Result} />
            <Route path="/people" component={People} />
            <Route path="/setup" component={Setup} />
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </ErrorBoundary>
    </Frame>
  );
}
