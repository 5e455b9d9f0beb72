import type { Document } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMutation } from "@tanstack/react-query";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { Button } from "@/ui/button";
import { sentenceOf } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";

const DEADLINE_MS = 120_000;

/** The file as it was imported. Its type is not told, so that no browser opens it as a page. */
export function DownloadButton({ document: { name, fileName } }: { document: Document }) {
  const { t } = useText();
  const { clients } = useDeliberation();
  const show = useToast();
  const loading = useMutation({
    mutationFn: async () => {
      const { content } = await clients.ingestion.getDocumentContent(
        { name },
        { timeoutMs: DEADLINE_MS },
      );
      const type = "application/octet-stream";
      const url = URL.createObjectURL(new Blob([new Uint8Array(content)], { type }));
      const link = window.document.createElement("a");
      link.href = url;
      link.download = fileName;
      link.click();
      URL.revokeObjectURL(url);
    },
    onError: (error) => show(sentenceOf(error, t)),
  });
  return (
    <Button busy={loading.isPending} onClick={() => loading.mutate()}>
      {t("reading.download")}
    </Button>
  );
}
