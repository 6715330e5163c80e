/** A text inside a statement that a host makes itself, such as the path of a file. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;
