/** A place in a grid; row -1 is the head. */
export interface At {
  readonly row: number;
  readonly column: number;
}

/** A range of cells, from where it was begun to the cell with the focus. */
export interface Selection {
  readonly anchor: At;
  readonly focus: At;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
  /** Rows that are in sight at once. */
  readonly page: number;
}

export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey'>;

export const at = (row: number, column: number): Selection => ({ anchor: { row, column }, focus: { row, column } });

export const rangeOf = ({ anchor, focus }: Selection): Range => ({
  top: Math.min(anchor.row, focus.row),
  bottom: Math.max(anchor.row, focus.row),
  left: Math.min(anchor.column, focus.column),
  right: Math.max(anchor.column, focus.column),
});

export const inRange = ({ top, bottom, left, right }: Range, row: number, column: number): boolean =>
  row >= top && row <= bottom && column >= left && column <= right;

/** The selection after a key, or nothing where the key does not move it. Shift extends it; Ctrl+A takes all. */
export function moved(selection: Selection, key: Key, size: Size): Selection | undefined {
  const ctrl = key.ctrlKey || key.metaKey;
  if (ctrl && key.key.toLowerCase() === 'a')
    return { anchor: { row: 0, column: 0 }, focus: { row: size.rows - 1, column: size.columns - 1 } };
  const target = targetOf(selection.focus, key.key, ctrl, size);
  if (!target) return undefined;
  const focus = { row: clamp(target.row, key.shiftKey ? 0 : -1, size.rows - 1), column: clamp(target.column, 0, size.columns - 1) };
  return { anchor: key.shiftKey ? selection.anchor : focus, focus };
}

function targetOf({ row, column }: At, key: string, ctrl: boolean, { rows, columns, page }: Size): At | undefined {
  switch (key) {
    case 'ArrowUp':
      return { row: ctrl ? 0 : row - 1, column };
    case 'ArrowDown':
      return { row: ctrl ? rows - 1 : row + 1, column };
    case 'ArrowLeft':
      return { row, column: ctrl ? 0 : column - 1 };
    case 'ArrowRight':
      return { row, column: ctrl ? columns - 1 : column + 1 };
    case 'PageUp':
      return { row: Math.max(row - page, 0), column };
    case 'PageDown':
      return { row: row + page, column };
    case 'Home':
      return { row: ctrl ? 0 : row, column: 0 };
    case 'End':
      return { row: ctrl ? rows - 1 : row, column: columns - 1 };
    default:
      return undefined;
  }
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), Math.max(most, least));
