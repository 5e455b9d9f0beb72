import { Component, type ReactNode } from "react";
import { useText } from "@/i18n";
import { Button } from "./button";

interface Props {
  children: ReactNode;
  /** Another value shows the children anew. */
  place: string;
}

/** Keeps a fault in one part from taking the page away. */
export class ErrorBoundary extends Component<Props, { failedAt: string | null }> {
  override state: { failedAt: string | null } = { failedAt: null };

  static getDerivedStateFromError() {
    return { failedAt: "" };
  }

  override componentDidCatch() {
    this.setState({ failedAt: this.props.place });
  }

  override componentDidUpdate() {
    const { failedAt } = this.state;
    if (failedAt !== null && failedAt !== "" && failedAt !== this.props.place) {
      this.setState({ failedAt: null });
    }
  }

  override render() {
    return this.state.failedAt === null ? this.props.children : <Broken />;
  }
}

function Broken() {
  const { t } = useText();
  return (
    <div className="problem" role="alert">
      <h1>{t("app.broken.title")}</h1>
      <p>{t("app.broken.text")}</p>
      <Button onClick={() => location.reload()}>{t("app.reload")}</Button>
    </div>
  );
}
