import { useId } from "react";
import { useText } from "@/i18n";
import { Dialog } from "@/ui/dialog";
import { useMeasuresContext } from "../context";
import { COMMANDS, type Command, KEYS } from "../keys";

const FOR_ALL: readonly Command[] = ["next", "previous", "first", "last", "history", "help"];

export function HelpDialog(props: {
  onClose: () => void;
  keysOff: boolean;
  onKeysOff: (off: boolean) => void;
}) {
  const { t } = useText();
  const { may } = useMeasuresContext();
  const id = useId();
  const commands = may ? COMMANDS : COMMANDS.filter((command) => FOR_ALL.includes(command));
  return (
    <Dialog title={t("curate.keys")} onClose={props.onClose} closeLabel={t("app.close")}>
      <p>{t("curate.keys.text")}</p>
      <table>
        <caption className="visually-hidden">{t("curate.keys")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("curate.keys.key")}</th>
            <th scope="col">{t("curate.keys.does")}</th>
          </tr>
        </thead>
        <tbody>
          {commands.map((command) => (
            <tr key={command}>
              <td>
                {KEYS[command].map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </td>
              <td>{t(`curate.key.${command}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="check">
        <input
          id={id}
          type="checkbox"
          checked={!props.keysOff}
          onChange={(event) => props.onKeysOff(!event.target.checked)}
        />
        <label htmlFor={id}>{t("curate.keys.on")}</label>
      </p>
    </Dialog>
  );
}
