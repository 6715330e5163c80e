/** Twelve letters and digits, new each time. */
export const newId = (): string => Array.from(crypto.getRandomValues(new Uint8Array(12)), (n) => (n % 36).toString(36)).join('');
