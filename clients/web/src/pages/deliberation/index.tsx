// The pages of one deliberation, below /d/{id}.
import { lazy, Suspense } from "react";
import { Route, Router, Switch, useLocation } from "wouter";
import { NotFound } from "@/app";
import { DeliberationProvider, useDeliberation } from "@/state/deliberation";
import { LiveProvider } from "@/state/live";
import { ErrorBoundary } from "@/ui/error_boundary";
import { Frame } from "@/ui/frame";
import { Loading } from "@/ui/loading";
import { LiveStatus } from "./live_status";
import { Navigation } from "./navigation";
import { PhaseBar } from "./phase_bar";

const Overview = lazy(() => import("../overview"));
const Documents = lazy(() => import("../documents"));
const Measures = lazy(() => import("../measures"));
const Measure = lazy(() => import("../measure"));
const Criteria = lazy(() => import("../criteria"));
const Scores = lazy(() => import("../scores"));
const Ranking = lazy(() => import("../ranking"));
const Statements = lazy(() => import("../statements"));
const Vote = lazy(() => import("../vote"));
const Result = lazy(() => import("../result"));
const People = lazy(() => import("../people"));
const Setup = lazy(() => import("../setup"));

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
