import { lazy } from "react";
import { useParams } from "wouter";
import { nameOf } from "@/api/names";
import { useDeliberation } from "@/state/deliberation";
import { DocumentList } from "./document_list";
import "./documents.css";

const ReadingView = lazy(() => import("./reading"));

export default function DocumentsPage() {
  const { name } = useDeliberation();
  const { document: id } = useParams<{ document?: string }>();
  if (id === undefined) return <DocumentList />;
  return <ReadingView key={id} name={nameOf(name, "documents", id)} />;
}
