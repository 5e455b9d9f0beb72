import { useId } from "react";

/** One of several, each with a line that says what it means. */
export function Choice(props: {
  group: string;
  checked: boolean;
  label: React.ReactNode;
  about?: React.ReactNode;
  onChoose: () => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className="choice-block">
      <label className="choice">
        <input
          type="radio"
          name={props.group}
          checked={props.checked}
          disabled={props.disabled}
          aria-describedby={props.about ? id : undefined}
          onChange={props.onChoose}
        />
        <span>{props.label}</span>
      </label>
      {props.about && (
        <p id={id} className="hint choice-about">
          {props.about}
        </p>
      )}
    </div>
  );
}
