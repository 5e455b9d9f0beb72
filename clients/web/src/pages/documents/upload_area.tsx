// Where files are dropped or chosen, and how far each of them is.
import { Role } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useRef, useState, useSyncExternalStore } from "react";
import { idOf } from "@/api/names";
import { type MessageId, type Text, useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Button } from "@/ui/button";
import { Link } from "@/ui/link";
import { sentenceOf } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import { isSetUp } from "../measures/context";
import { sizeWords } from "./document_words";
import { ENDINGS, type Refusal } from "./upload";
import { isBusy, type Stage, type Upload, type Uploads, uploadsOf } from "./uploads";

/** Whether the reader may add documents, and now. */
export function useMayAdd(): boolean {
  const deliberation = useDeliberation();
  const adds = deliberation.leads || deliberation.me.role === Role.SERVICE;
  return adds && isSetUp(deliberation);
}

export function UploadArea() {
  const { t } = useText();
  const { id, name } = useDeliberation();
  const cache = useQueryClient();
  const show = useToast();
  const uploads = uploadsOf(name);
  const list = useSyncExternalStore(uploads.subscribe, uploads.getList);
  const chooser = useRef<HTMLInputElement>(null);
  const hint = useId();
  const takeDrop = (transfer: DataTransfer) => {
    const { files, folders } = filesOf(transfer);
    if (folders) show(t("upload.noFolders"));
    uploads.add(files);
  };
  const dragged = usePageDrop(takeDrop);

  useEffect(() => {
    uploads.onImported = () => {
      for (const topic of ["documents", "measures", "suggestions"] as const) {
        void cache.invalidateQueries({ queryKey: keyOf(id, topic) });
      }
    };
  }, [uploads, cache, id]);
  useWarningBeforeLeaving(list);

  return (
    <section className="stack no-print" aria-label={t("upload.label")}>
      <div className="drop-zone" data-dragged={dragged || undefined}>
        <p>
          <strong>{t("upload.text")}</strong>
        </p>
        {dragged && <p className="drop-banner">{t("upload.drop")}</p>}
        <p id={hint} className="hint">
          {t("upload.limits")}
        </p>
        <Button kind="primary" aria-describedby={hint} onClick={() => chooser.current?.click()}>
          {t("upload.choose")}
        </Button>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          accept={ENDINGS.join(",")}
          onChange={(event) => {
            uploads.add([...(event.target.files ?? [])]);
            // The same file can be chosen again.
            event.target.value = "";
          }}
        />
      </div>
      {list.length > 0 && <UploadList list={list} uploads={uploads} />}
    </section>
  );
}

function filesOf(transfer: DataTransfer): { files: File[]; folders: boolean } {
  const files: File[] = [];
  let folders = false;
  for (const item of transfer.items) {
    if (item.kind !== "file") continue;
    const file = item.getAsFile();
    if (item.webkitGetAsEntry()?.isDirectory) folders = true;
    else if (file) files.push(file);
  }
  return { files, folders };
}

/** Files may be dropped anywhere on the page; true while some are dragged over it. */
function usePageDrop(onDrop: (transfer: DataTransfer) => void): boolean {
  const [dragged, setDragged] = useState(false);
  const last = useRef(onDrop);
  useEffect(() => {
    last.current = onDrop;
  });
  useEffect(() => {
    // Entering an element within comes before leaving the one around it.
    let depth = 0;
    const holdsFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth++;
      setDragged(true);
    };
    const leave = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setDragged(false);
    };
    const over = (event: DragEvent) => {
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
    };
    const drop = (event: DragEvent) => {
      if (!holdsFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      depth = 0;
      setDragged(false);
      last.current(event.dataTransfer);
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: over, drop };
    for (const [name, listener] of Object.entries(listeners)) {
      window.addEventListener(name as keyof typeof listeners, listener);
    }
    return () => {
      for (const [name, listener] of Object.entries(listeners)) {
        window.removeEventListener(name as keyof typeof listeners, listener);
      }
    };
  }, []);
  return dragged;
}

function useWarningBeforeLeaving(list: readonly Upload[]): void {
  const busy = list.some(({ stage }) => isBusy(stage));
  useEffect(() => {
    if (!busy) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [busy]);
}

function UploadList({ list, uploads }: { list: readonly Upload[]; uploads: Uploads }) {
  const text = useText();
  const { t } = text;
  const done = list.filter(({ stage }) => stage.kind === "done");
  const failed = list.filter(({ stage }) => stage.kind === "failed" || stage.kind === "refused");
  const busy = list.length - done.length - failed.length;
  return (
    <div className="stack">
      <ul className="uploads" aria-label={t("upload.list")}>
        {list.map((upload) => (
          <Entry key={upload.id} upload={upload} uploads={uploads} />
        ))}
      </ul>
      <p className="visually-hidden" role="status">
        {t("upload.summary", { busy, done: done.length, failed: failed.length })}
      </p>
      {done.length > 0 && (
        <div className="actions">
          <Button className="button-small" kind="quiet" onClick={() => uploads.removeDone()}>
            {t("upload.clear")}
          </Button>
        </div>
      )}
    </div>
  );
}

function Entry({ upload, uploads }: { upload: Upload; uploads: Uploads }) {
  const text = useText();
  const { t, locale } = text;
  const { file, stage, id } = upload;
  const quits = stage.kind === "sending" || stage.kind === "waiting";
  return (
    <li className="upload" data-stage={stage.kind}>
      <div className="card-row">
        <span>
          <strong>
            <bdi>{file.name}</bdi>
          </strong>{" "}
          <span className="hint">{sizeWords(file.size, locale)}</span>
        </span>
        <span className="actions">
          {stage.kind === "failed" && (
            <Button className="button-small" onClick={() => uploads.retry(id)}>
              {t("app.retry")}
            </Button>
          )}
          {stage.kind !== "reading" && (
            <Button
              className="button-small"
              kind="quiet"
              onClick={() => uploads.remove(id)}
              aria-label={t(quits ? "upload.cancel.label" : "upload.remove.label", {
                file: file.name,
              })}
            >
              {t(quits ? "app.cancel" : "upload.remove")}
            </Button>
          )}
        </span>
      </div>
      {stage.kind === "sending" && (
        <progress
          className="progress"
          value={stage.share}
          max={1}
          aria-label={t("upload.progress", { file: file.name })}
        />
      )}
      {stage.kind === "reading" && (
        <progress className="progress" aria-label={t("upload.progress", { file: file.name })} />
      )}
      <p className={isBad(stage) ? "field-error" : "hint"}>
        {sentenceOfStage(stage, text)}{" "}
        {stage.kind === "done" && stage.document !== "" && (
          <Link to={`/documents/${idOf(stage.document)}`}>{t("upload.open")}</Link>
        )}
      </p>
    </li>
  );
}

function isBad({ kind }: Stage): boolean {
  return kind === "failed" || kind === "refused";
}

const REFUSALS: Record<Refusal, MessageId> = {
  empty: "upload.refused.empty",
  tooLarge: "upload.refused.tooLarge",
  format: "upload.refused.format",
  name: "upload.refused.name",
};

function sentenceOfStage(stage: Stage, { t, percent }: Text): string {
  switch (stage.kind) {
    case "waiting":
      return t("upload.waiting");
    case "sending":
      return t("upload.sending", { share: percent(stage.share) });
    case "reading":
      return t("upload.reading");
    case "refused":
      return t(REFUSALS[stage.why]);
    case "failed":
      return stage.problem.reason === "UNREADABLE_DOCUMENT"
        ? `${t("upload.unreadable")} ${stage.problem.message}`
        : sentenceOf(stage.problem, t);
    case "done":
      if (stage.duplicate) return t("upload.duplicate");
      if (!stage.searched) return t("upload.notSearched");
      return t("upload.done", { count: stage.measures });
  }
}
