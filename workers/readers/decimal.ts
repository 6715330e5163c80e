import type { TextRow } from './records.ts';

const POINT_GROUPS = /^[+-]?\d{1,3}(,\d{3})+\.\d+$|^[+-]?\d{1,3}(,\d{3}){2,}$/;
const COMMA_GROUPS = /^[+-]?\d{1,3}(\.\d{3})+,\d+$|^[+-]?\d{1,3}(\.\d{3}){2,}$/;
const COMMA = /^[+-]?\d+,\d+$/;
const POINT = /^[+-]?\d+\.\d+$/;

/**
 * How the file writes decimals, by cells that can be read one way only: `1.234,5` and `1,234.5` settle it, else there
 * must be cells with one comma, not all of them followed by three digits, and more of them than cells with one point.
 */
export function guessDecimal(rows: readonly TextRow[]): { readonly decimal: '.' | ','; readonly thousands: boolean } {
  const count = { pointGroups: 0, commaGroups: 0, comma: 0, point: 0, threeDigits: 0 };
  for (const text of rows.flatMap((row) => row.cells).map((cell) => cell.trim())) {
    if (POINT_GROUPS.test(text)) count.pointGroups++;
    else if (COMMA_GROUPS.test(text)) count.commaGroups++;
    else if (POINT.test(text)) count.point++;
    else if (COMMA.test(text)) {
      count.comma++;
      if (/,\d{3}$/.test(text)) count.threeDigits++;
    }
  }
  if (count.commaGroups > count.pointGroups) return { decimal: ',', thousands: true };
  if (count.pointGroups) return { decimal: '.', thousands: true };
  const decimalComma = count.comma > count.point && count.threeDigits < count.comma;
  return { decimal: decimalComma ? ',' : '.', thousands: false };
}
