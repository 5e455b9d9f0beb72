// Values by measure and criterion, never changed in place: rows that are the same stay the same
// object, so that a long table draws only the lines that changed.

export type Row<Value> = ReadonlyMap<string, Value>;

export class CellMap<Value> {
  private constructor(
    private readonly rows: ReadonlyMap<string, Row<Value>>,
    readonly size: number,
  ) {}

  static empty<Value>(): CellMap<Value> {
    return new CellMap<Value>(new Map(), 0);
  }

  /** The last value of a cell counts. */
  static of<Value>(cells: Iterable<readonly [string, string, Value]>): CellMap<Value> {
    const rows = new Map<string, Map<string, Value>>();
    let size = 0;
    for (const [measure, criterion, value] of cells) {
      const row = rows.get(measure) ?? new Map<string, Value>();
      if (!row.has(criterion)) size++;
      rows.set(measure, row.set(criterion, value));
    }
    return new CellMap<Value>(rows, size);
  }

  /** Undefined for a measure without values. */
  row(measure: string): Row<Value> | undefined {
    return this.rows.get(measure);
  }

  get(measure: string, criterion: string): Value | undefined {
    return this.rows.get(measure)?.get(criterion);
  }

  has(measure: string, criterion: string): boolean {
    return this.rows.get(measure)?.has(criterion) ?? false;
  }

  with(measure: string, criterion: string, value: Value): CellMap<Value> {
    const row = new Map(this.rows.get(measure)).set(criterion, value);
    const size = this.size + (this.has(measure, criterion) ? 0 : 1);
    return new CellMap<Value>(new Map(this.rows).set(measure, row), size);
  }

  without(measure: string, criterion: string): CellMap<Value> {
    if (!this.has(measure, criterion)) return this;
    const rows = new Map(this.rows);
    const row = new Map(rows.get(measure));
    row.delete(criterion);
    if (row.size > 0) rows.set(measure, row);
    else rows.delete(measure);
    return new CellMap<Value>(rows, this.size - 1);
  }

  *values(): Iterable<Value> {
    for (const row of this.rows.values()) yield* row.values();
  }

  /** The same values with the rows of `before` where they are no others. */
  sharing(before: CellMap<Value>, same: (a: Value, b: Value) => boolean): CellMap<Value> {
    const rows = new Map(
      [...this.rows].map(([measure, row]) => {
        const old = before.row(measure);
        const isSame =
          old?.size === row.size &&
          [...row].every(([criterion, value]) => {
            const other = old.get(criterion);
            return other !== undefined && same(value, other);
          });
        return [measure, isSame ? old : row];
      }),
    );
    return new CellMap<Value>(rows, this.size);
  }
}
