/** Number and title of a measure. */
export function MeasureName(props: { number: number; title: string }) {
  return (
    <span className="measure-name">
      <span className="measure-number">m{props.number}</span>{" "}
      <bdi className="measure-words">{props.title}</bdi>
    </span>
  );
}
