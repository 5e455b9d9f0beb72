import { seriesColour } from "./series";

/** What each colour of a chart stands for, in the order of the chart. */
export function Legend(props: { names: string[] }) {
  return (
    <ul className="chart-legend" aria-hidden="true">
      {props.names.map((name, index) => (
        <li key={name}>
          <span className="chart-swatch" style={{ background: seriesColour(index) }} />
          <bdi>{name}</bdi>
        </li>
      ))}
    </ul>
  );
}
