import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderOnPage } from "@/testing/page";
import { Chart } from "./chart";
import { bars } from "./drawings";

const data = [
  { label: "Harden bases", value: 3, shown: "3" },
  { label: "Reduce troops", value: 1, shown: "1" },
];
const chart = (
  <Chart
    title="First choices"
    text="Harden bases has most."
    draw={bars(data)}
    table={{
      columns: [{ label: "Measure" }, { label: "Votes", numeric: true }],
      rows: data.map(({ label, shown }) => ({ key: label, cells: [label, shown] })),
    }}
  />
);

test("a chart has words and a table beside a picture that is not read out", async () => {
  const { container } = renderOnPage(chart);
  expect(screen.getByRole("figure", { name: "First choices" })).toBeTruthy();
  expect(screen.getByText("Harden bases has most.")).toBeTruthy();
  const table = screen.getByRole("table", { name: "First choices" });
  expect(table.textContent).toContain("Reduce troops1");
  const picture = container.querySelector(".chart-picture");
  expect(picture?.getAttribute("aria-hidden")).toBe("true");
  await expect.poll(() => picture?.querySelectorAll("rect").length).toBe(2);
  expect(picture?.querySelector("style")).toBeNull();
});

test("the table can be shown and hidden again", async () => {
  const { container } = renderOnPage(chart);
  const user = userEvent.setup();
  expect(container.querySelector(".chart-table-hidden")).not.toBeNull();
  await user.click(screen.getByRole("button", { name: "Show as a table" }));
  expect(container.querySelector(".chart-table-hidden")).toBeNull();
  expect(screen.getByRole("region", { name: "First choices" }).tabIndex).toBe(0);
  await user.click(screen.getByRole("button", { name: "Hide the table", expanded: true }));
  expect(container.querySelector(".chart-table-hidden")).not.toBeNull();
});
