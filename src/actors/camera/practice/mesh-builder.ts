/** What a vertex belongs to; decides how its pixels are coloured. */
export const parts = { skin: 0, hair: 1, ear: 2, glasses: 3, clothes: 4, mask: 5, cap: 6 } as const;
export type Part = (typeof parts)[keyof typeof parts];

/** Collects vertices and triangles. Shadows are cast by a second, coarser list of triangles over the same vertices. */
export class MeshBuilder {
  readonly positions: number[] = [];
  /** Four numbers a vertex: azimuth, height (both address the texture), x of the unturned skin, part. */
  readonly attributes: number[] = [];
  readonly triangles: number[] = [];
  readonly shadowTriangles: number[] = [];

  get size(): number {
    return this.positions.length / 3;
  }

  /** Returns the number of the new vertex. */
  add(x: number, y: number, z: number, part: Part, azimuth = 0, height = 0, across = 0): number {
    this.positions.push(x, y, z);
    this.attributes.push(azimuth, height, across, part);
    return this.size - 1;
  }

  quad(a: number, b: number, c: number, d: number): void {
    this.seenQuad(a, b, c, d);
    this.shadowQuad(a, b, c, d);
  }

  seenQuad(a: number, b: number, c: number, d: number): void {
    this.triangles.push(a, b, c, a, c, d);
  }

  shadowQuad(a: number, b: number, c: number, d: number): void {
    this.shadowTriangles.push(a, b, c, a, c, d);
  }

  /** Joins `rows` × `columns` vertices that were added row by row from `first` on. */
  grid(first: number, rows: number, columns: number): void {
    for (let j = 0; j < rows - 1; j++) {
      for (let i = 0; i < columns - 1; i++) {
        const a = first + j * columns + i;
        this.quad(a, a + 1, a + columns + 1, a + columns);
      }
    }
  }
}
